/** A value, or the promise of one, so that a synchronous store and a remote one fit the same port. */
export type Awaitable<T> = T | Promise<T>

/** Time as a port: tests turn it by hand. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Runs `action` once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, action: () => void): () => void
}

/** How to say things aloud in one language. Dates are ISO `YYYY-MM-DD`, times `HH:MM`, amounts in minor units. */
export interface Speech {
  readonly locale: string
  date(isoDate: string): string
  time(clockTime: string): string
  times(clockTimes: readonly string[]): string
  list(items: readonly string[], joiner?: 'and' | 'or'): string
  count(amount: number, noun: string): string
  amount(minorUnits: number, currency: string): string
  /** A phone number in E.164, grouped so that a listener can write it down. */
  phone(e164: string): string
  /** A short code such as `R-1842`, spelled so that it cannot be misheard. */
  code(code: string): string
}

/** Counts failed tries, so that secrets cannot be guessed. Keys are stored hashed. */
export interface Attempts {
  /** Failed tries under `key` in the last `windowMs`. */
  count(key: string, windowMs: number): Awaitable<number>
  record(key: string): Awaitable<void>
}

/** What the house lends to a module when it is set up. */
export interface ModuleHost {
  readonly clock: Clock
  /** A random whole number from 0 to `below` - 1, from a cryptographic source. */
  readonly randomInt: (below: number) => number
  readonly speech: Speech
  readonly attempts: Attempts
  /** A folder of the module's own. It exists. */
  readonly dataDir: string
}
