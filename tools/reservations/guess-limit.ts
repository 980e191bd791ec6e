import type { Attempts } from '../../src/index.ts'

const MINUTE_MS = 60_000
const PER_ASKER = { tries: 5, windowMs: 10 * MINUTE_MS }
const PER_CODE = { tries: 10, windowMs: 60 * MINUTE_MS }

/** `locked`: too many wrong tries, and this one was not looked at. */
type Guess<T> = { readonly locked: true } | { readonly locked: false; readonly hit?: T }

export interface GuessLimit {
  /** Counts a wrong guess against who asks, and against the code whoever asks. */
  guess<T>(asker: string, code: string, look: () => T | undefined): Promise<Guess<T>>
}

/** Keeps codes from being guessed by trying: a code has only four digits. */
export function createGuessLimit(attempts: Attempts): GuessLimit {
  // One guess at a time: guesses sent all at once would each see a count from before the others.
  let turn: Promise<unknown> = Promise.resolve()
  return Object.freeze<GuessLimit>({
    guess(asker, code, look) {
      const mine = turn.then(() => guessOnce(attempts, keysOf(asker, code), look))
      turn = mine.catch(() => undefined)
      return mine
    },
  })
}

function keysOf(asker: string, code: string) {
  return { asker: `reservations asker ${asker}`, code: `reservations code ${code}` }
}

async function guessOnce<T>(
  attempts: Attempts,
  keys: ReturnType<typeof keysOf>,
  look: () => T | undefined,
): Promise<Guess<T>> {
  if ((await attempts.count(keys.asker, PER_ASKER.windowMs)) >= PER_ASKER.tries)
    return { locked: true }
  if ((await attempts.count(keys.code, PER_CODE.windowMs)) >= PER_CODE.tries)
    return { locked: true }
  const hit = look()
  if (hit !== undefined) return { locked: false, hit }
  await attempts.record(keys.asker)
  await attempts.record(keys.code)
  return { locked: false }
}
