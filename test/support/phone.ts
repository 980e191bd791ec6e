import type { Delivery, Notice, Notifier } from '../../src/kernel/notifier.ts'

/** The place where codes arrive, which no agent sees. */
export interface Phone extends Notifier {
  /** What has arrived, in order. */
  readonly notices: Notice[]
  /** What becomes of the next messages. */
  fate: (notice: Notice) => Delivery
  /** The code in the newest message. */
  code(): string
}

export function newPhone(): Phone {
  const notices: Notice[] = []
  const phone: Phone = {
    notices,
    fate: () => ({ ok: true, to: 'the phone that ends in 12' }),
    canReach: ({ email }) => email !== undefined,
    deliver: (notice) => {
      notices.push(notice)
      return Promise.resolve(phone.fate(notice))
    },
    code: () => /\b\d{6}\b/.exec(notices.at(-1)?.text ?? '')?.[0] ?? 'none came',
  }
  return phone
}
