import type { JsonSchema } from '../kernel/input.ts'

/** One bound of a schema. */
export interface Limit {
  /** Grows as less is allowed. Only limits of the same kind can be compared. */
  readonly strictness: number
  /** Completes "must be …". */
  readonly says: string
}

interface LimitKind {
  readonly closed: string
  /** The keyword of the same limit without the number itself. */
  readonly open?: string
  /** 1 where a higher number allows less. */
  readonly direction: 1 | -1
  /** What is counted; empty for a plain number. */
  readonly noun: string
}

export const LIMITS: readonly LimitKind[] = [
  { closed: 'minimum', open: 'exclusiveMinimum', direction: 1, noun: '' },
  { closed: 'maximum', open: 'exclusiveMaximum', direction: -1, noun: '' },
  { closed: 'minLength', direction: 1, noun: 'character' },
  { closed: 'maxLength', direction: -1, noun: 'character' },
  { closed: 'minItems', direction: 1, noun: 'item' },
  { closed: 'maxItems', direction: -1, noun: 'item' },
]

/** Less than any step between two numbers that people write, so that "more than 1" is stricter than "at least 1". */
const HAIR = 1e-9

/** The limit of this kind that counts: the stricter one, where a schema has both forms. */
export function limitIn(schema: JsonSchema, kind: LimitKind): Limit | undefined {
  const isWhole = schema['type'] === 'integer'
  const limits = [closedIn(schema, kind), openIn(schema, kind, isWhole ? 1 : HAIR)]
  return limits
    .filter((limit) => limit !== undefined)
    .toSorted((a, b) => b.strictness - a.strictness)[0]
}

function closedIn(schema: JsonSchema, { closed, direction, noun }: LimitKind): Limit | undefined {
  const value = schema[closed]
  // Every text and every list is at least 0 long.
  if (typeof value !== 'number' || (noun !== '' && direction === 1 && value === 0)) return undefined
  const words = direction === 1 ? 'at least' : 'at most'
  return { strictness: direction * value, says: `${words} ${value}${lengthIn(noun, value)}` }
}

function lengthIn(noun: string, value: number): string {
  return noun === '' ? '' : ` ${noun}${value === 1 ? '' : 's'} long`
}

function openIn(
  schema: JsonSchema,
  { open = '', direction }: LimitKind,
  step: number,
): Limit | undefined {
  const value = schema[open]
  if (typeof value !== 'number') return undefined
  const words = direction === 1 ? 'more than' : 'less than'
  return { strictness: direction * value + step, says: `${words} ${value}` }
}
