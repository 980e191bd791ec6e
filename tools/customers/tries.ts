import type { Attempts, Awaitable } from '../../src/index.ts'
import type { Claim } from './claim.ts'

const PER_CONVERSATION = { most: 3, windowMs: 30 * 60_000 }

/** Stops somebody who calls again and again to guess one customer's secret, or one secret's customer. */
const PER_FACT = { most: 10, windowMs: 60 * 60_000 }

export type Verdict<T> =
  | { readonly kind: 'hit'; readonly found: T }
  | { readonly kind: 'miss' }
  | { readonly kind: 'locked' }

export interface Tries {
  /** Spends one try of the conversation on `look`, which finds nothing when the claim is wrong. */
  spend<T>(
    conversationId: string,
    claim: Claim,
    look: () => Awaitable<T | undefined>,
  ): Promise<Verdict<T>>
}

/**
 * Limits guesses. A right try counts like a wrong one: it must not buy the caller new guesses at other customers.
 * Misses are also counted by claimed fact, whoever asks; not by surname, which many innocent callers share.
 */
export function createTries(attempts: Attempts): Tries {
  const inTurn = oneAtATime()
  return Object.freeze<Tries>({
    spend: (conversationId, claim, look) =>
      inTurn(async () => {
        const facts = factKeys(claim)
        if (!(await take(attempts, `customers.verify:conversation:${conversationId}`)))
          return { kind: 'locked' }
        if (await anySpent(attempts, facts)) return { kind: 'locked' }
        const found = await look()
        if (found !== undefined) return { kind: 'hit', found }
        for (const key of facts) await attempts.record(key)
        return { kind: 'miss' }
      }),
  })
}

/**
 * Records the try before anything is looked up, then counts again: of tries that race in several processes, each
 * sees the others', so that never more than three get through. A try that is refused at once is not recorded, or
 * a caller who keeps asking would never get out of the lock.
 */
async function take(attempts: Attempts, key: string): Promise<boolean> {
  const { most, windowMs } = PER_CONVERSATION
  if ((await attempts.count(key, windowMs)) >= most) return false
  await attempts.record(key)
  return (await attempts.count(key, windowMs)) <= most
}

async function anySpent(attempts: Attempts, keys: readonly string[]): Promise<boolean> {
  const { most, windowMs } = PER_FACT
  for (const key of keys) if ((await attempts.count(key, windowMs)) >= most) return true
  return false
}

function factKeys({ phone, postcode, birthDate }: Claim): readonly string[] {
  return Object.entries({ phone, postcode, birthDate })
    .filter(([, fact]) => fact !== undefined)
    .map(([kind, fact]) => `customers.verify:${kind}:${fact}`)
}

/** Misses by fact are counted after the look, so looks must not overlap: a hundred calls at once would all see none. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }
}
