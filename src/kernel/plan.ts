import type { Json } from './canonical-json.ts'

/**
 * What a call would do, found out without doing it. A confirmation is bound to it, so that a yes counts for exactly
 * what was said.
 */
export interface Plan {
  /**
   * The arguments as the tool understands them: under an argument's own name its canonical value, such as the date that
   * "friday" stands for; under other names what was looked up, such as the id of the one who is meant. An argument
   * that is not here is bound as it came.
   */
  readonly resolved: { readonly [field: string]: Json }
  /** Completes "Read this back: …". One phrase, ready to be spoken, made of `resolved` alone. */
  readonly readBack: string
}

/**
 * Who or what a call acts on. A grant covers it when it is of the same kind, and either names the same subject or, with
 * `facts`, has every one of these facts.
 */
export interface Subject {
  /** As in the grants that open it, for example `customer`. */
  readonly kind: string
  /** The id, where it is known. */
  readonly subject?: string
  /** What a grant has to say, word for word, where the id is not known. */
  readonly facts?: Readonly<Record<string, string>>
}
