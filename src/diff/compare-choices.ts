import type { JsonSchema } from '../kernel/input.ts'
import { about, type Place, type SchemaDifference } from './schema-difference.ts'

export function compareChoices(
  before: JsonSchema,
  after: JsonSchema,
  place: Place,
): readonly SchemaDifference[] {
  const [old, now] = [choicesOf(before), choicesOf(after)]
  if (!old && !now) return []
  if (!old) return [about(place, 'narrower', ` can only be ${say(now)} now.`)]
  if (!now) return [about(place, 'wider', ` can be more than ${say(old)} now.`)]
  const lost = old.filter((choice) => !now.includes(choice))
  const gained = now.filter((choice) => !old.includes(choice))
  return [
    ...lost.map((choice) => about(place, 'narrower', ` can no longer be ${choice}.`)),
    ...gained.map((choice) => about(place, 'wider', ` can be ${choice} too.`)),
  ]
}

/** As JSON, so that the text "1" and the number 1 are two choices. */
function choicesOf(schema: JsonSchema): readonly string[] | undefined {
  if ('const' in schema) return [JSON.stringify(schema['const'])]
  const choices: unknown = schema['enum']
  return Array.isArray(choices) ? choices.map((choice) => JSON.stringify(choice)) : undefined
}

function say(choices: readonly string[] = []): string {
  return choices.join(' or ')
}
