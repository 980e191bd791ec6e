import type { Attempts, TryLimit } from '../../src/index.ts'
import type { Claim } from './claim.ts'

const MINUTE_MS = 60_000
const PER_CONVERSATION = { most: 3, windowMs: 30 * MINUTE_MS }

/** Stops somebody who calls again and again to guess one customer's secret, or one secret's customer. */
const PER_FACT = { most: 10, windowMs: 60 * MINUTE_MS }

export type Verdict<T> =
  | { readonly kind: 'hit'; readonly found: T }
  | { readonly kind: 'miss' }
  | { readonly kind: 'locked' }

export interface Tries {
  /** Spends one try of the conversation on `look`, which finds nothing when the claim is wrong. */
  spend<T>(conversationId: string, claim: Claim, look: () => T | undefined): Promise<Verdict<T>>
}

/**
 * Limits guesses. Within a conversation a right try counts like a wrong one: it must not buy the caller new guesses
 * at other customers. By claimed fact only misses count, whoever asks; not by surname, which many callers share.
 */
export function createTries(attempts: Attempts): Tries {
  return Object.freeze<Tries>({
    async spend(conversationId, claim, look) {
      const conversation = {
        key: `customers.verify:conversation:${conversationId}`,
        ...PER_CONVERSATION,
      }
      const facts = factLimits(claim)
      if (!(await attempts.take([conversation, ...facts]))) return { kind: 'locked' }
      const found = look()
      if (found === undefined) return { kind: 'miss' }
      await attempts.forgive(facts)
      return { kind: 'hit', found }
    },
  })
}

function factLimits({ phone, postcode, birthDate }: Claim): readonly TryLimit[] {
  return Object.entries({ phone, postcode, birthDate })
    .filter(([, fact]) => fact !== undefined)
    .map(([kind, fact]) => ({ key: `customers.verify:${kind}:${fact}`, ...PER_FACT }))
}
