import type { Mailer } from './mailer.ts'
import type { Offer } from './offer.ts'

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
  /** The language tag, for example `en-US`. */
  readonly locale: string
  /** A date. Throws when `isoDate` is not one. */
  date(isoDate: string): string
  /** A time of day. Throws when `clockTime` is not one. */
  time(clockTime: string): string
  /** Several times of day, in a form that a listener can follow. Throws when one of them is no time. */
  times(clockTimes: readonly string[]): string
  /** Items with commas between them and `joiner` before the last; "and" when left out. */
  list(items: readonly string[], joiner?: 'and' | 'or'): string
  /** A whole number with its noun, given in the singular. */
  count(amount: number, noun: string): string
  /** Money: minor units, such as cents, of an ISO 4217 currency such as `USD`. */
  amount(minorUnits: number, currency: string): string
  /** A phone number in E.164, grouped so that a listener can write it down. */
  phone(e164: string): string
  /** A short code such as `R-1842`, spelled so that it cannot be misheard. */
  code(code: string): string
}

/** So many tries in so long, under a key. Keys are stored hashed: they may hold what a caller guessed. */
export interface TryLimit {
  /** What is counted, for example a conversation's id, or what was guessed. */
  readonly key: string
  /** Tries that are allowed in the window. */
  readonly most: number
  /** How far back tries count, in milliseconds; at most a day. */
  readonly windowMs: number
}

/** Counts tries, so that secrets cannot be guessed. Exact over all processes of a deployment. */
export interface Attempts {
  /** Takes one try of every limit, or none: false when any of them is used up. Ask before looking, not after. */
  take(limits: readonly TryLimit[]): Awaitable<boolean>
  /** Gives the last try of each limit back, because it was right. */
  forgive(limits: readonly TryLimit[]): Awaitable<void>
}

/** What the house lends to a module when it is set up. */
export interface ModuleHost {
  /** The time. Use it in place of `Date.now` and `setTimeout`, so that tests can turn it. */
  readonly clock: Clock
  /** A random whole number from 0 to `below` - 1, from a cryptographic source. */
  readonly randomInt: (below: number) => number
  /** Words in the language of the deployment. */
  readonly speech: Speech
  /** Counts tries at what must not be guessed. */
  readonly attempts: Attempts
  /** Sends e-mail; absent where the deployment names no mail server. */
  readonly mailer: Mailer | undefined
  /** A folder of the module's own. It exists. */
  readonly dataDir: string
  /** Lends a service to the modules that borrow it. Throws when the module's `lends` does not name the offer. */
  readonly lend: <T extends object>(offer: Offer<T>, service: T) => void
  /**
   * What another module has lent. It was set up before, and may be closed at the same time: leave it alone in `dispose`.
   * Throws when the module's `borrows` does not name the offer.
   */
  readonly borrow: <T extends object>(offer: Offer<T>) => T
}
