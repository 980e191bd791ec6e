import type { Attempts } from '../../src/index.ts'

const MINUTE_MS = 60_000
const PER_ASKER = { most: 5, windowMs: 10 * MINUTE_MS }
const PER_CODE = { most: 10, windowMs: 60 * MINUTE_MS }

/** `locked`: too many wrong tries, and this one was not looked at. */
type Guess<T> = { readonly locked: true } | { readonly locked: false; readonly hit?: T }

export interface GuessLimit {
  /** Counts a wrong guess against who asks, and against the code whoever asks. */
  guess<T>(asker: string, code: string, look: () => T | undefined): Promise<Guess<T>>
}

/** Keeps codes from being guessed by trying: a code has only four digits. */
export function createGuessLimit(attempts: Attempts): GuessLimit {
  return Object.freeze<GuessLimit>({
    async guess(asker, code, look) {
      const limits = [
        { key: `reservations asker ${asker}`, ...PER_ASKER },
        { key: `reservations code ${code}`, ...PER_CODE },
      ]
      if (!(await attempts.take(limits))) return { locked: true }
      const hit = look()
      if (hit === undefined) return { locked: false }
      await attempts.forgive(limits)
      return { locked: false, hit }
    },
  })
}
