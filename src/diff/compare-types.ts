import type { JsonSchema } from '../kernel/input.ts'
import { about, type Place, type SchemaDifference } from './schema-difference.ts'

export function compareTypes(
  before: JsonSchema,
  after: JsonSchema,
  place: Place,
): readonly SchemaDifference[] {
  const [old, now] = [typesOf(before), typesOf(after)]
  if (!old && !now) return []
  if (!old) return [about(place, 'narrower', ` can only be ${say(now)} now.`)]
  if (!now) return [about(place, 'wider', ' can be anything now.')]
  const lost = old.filter((type) => !isIn(type, now))
  const gained = now.filter((type) => !isIn(type, old))
  if (lost.length > 0 && gained.length > 0)
    return [about(place, 'replaced', ` is ${say(now)} now, and was ${say(old)}.`)]
  return [
    ...lost.map((type) => about(place, 'narrower', ` can no longer be ${say([type])}.`)),
    ...gained.map((type) => about(place, 'wider', ` can be ${say([type])} too.`)),
  ]
}

/** `undefined` where every type fits. */
function typesOf({ type }: JsonSchema): readonly string[] | undefined {
  if (typeof type === 'string') return [type]
  return Array.isArray(type) ? type.filter((each) => typeof each === 'string') : undefined
}

function isIn(type: string, types: readonly string[]): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'))
}

const NAMES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'a text',
}

function say(types: readonly string[] = []): string {
  return types.map((type) => NAMES[type] ?? type).join(' or ')
}
