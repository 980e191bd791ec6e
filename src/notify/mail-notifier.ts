import { randomUUID } from 'node:crypto'

import type { Mailer } from '../kernel/mailer.ts'
import type { Notifier } from '../kernel/notifier.ts'
import { maskAddress } from './plain-address.ts'

/** Reaches people by e-mail. */
export function createMailNotifier(mailer: Mailer): Notifier {
  return Object.freeze<Notifier>({
    canReach: ({ email }) => email !== undefined,
    async deliver({ to: { email }, subject, text }) {
      if (email === undefined) return { ok: false, why: 'the user has no e-mail address' }
      const outcome = await mailer.send({ to: email, subject, text, key: randomUUID() })
      // A code that may not have come is none: the person would wait for it. They can ask for another.
      return outcome.kind === 'accepted'
        ? { ok: true, to: maskAddress(email) }
        : { ok: false, why: `${outcome.kind}: ${outcome.why}` }
    },
  })
}
