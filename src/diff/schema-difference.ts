/** Whether the schema says what callers may send, or what they can count on getting. */
export type Use = 'input' | 'output'

/**
 * What a change does to the set of values that fit: fewer, more, or others. `described` changes nothing but the
 * words.
 */
export type Effect = 'narrower' | 'wider' | 'replaced' | 'described'

export interface SchemaDifference {
  readonly effect: Effect
  /** A full sentence that names the place. */
  readonly sentence: string
}

/** Where in a tool's schema a comparison stands. */
export interface Place {
  readonly use: Use
  /** The fields on the way, outermost first. */
  readonly path: readonly string[]
  /** Completes a sentence: `"party_size"`, `each item of "tags"`. */
  readonly name: string
}

export function rootOf(use: Use): Place {
  return { use, path: [], name: use === 'input' ? 'the input' : 'the value' }
}

export function fieldOf({ use, path }: Place, field: string): Place {
  const inner = [...path, field]
  return { use, path: inner, name: `"${inner.join('.')}"` }
}

export function itemOf({ use, path, name }: Place): Place {
  return { use, path: [...path, '[]'], name: `each item of ${name}` }
}

export function otherFieldOf({ use, path, name }: Place): Place {
  return { use, path: [...path, '*'], name: `each other field of ${name}` }
}

/** A sentence about a place, which it begins with. */
export function about({ name }: Place, effect: Effect, rest: string): SchemaDifference {
  return { effect, sentence: `${name.charAt(0).toUpperCase()}${name.slice(1)}${rest}` }
}
