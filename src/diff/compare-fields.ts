import type { JsonSchema } from '../kernel/input.ts'
import { isRecord, propertiesOf, requiredOf } from '../kernel/json.ts'
import {
  about,
  fieldOf,
  otherFieldOf,
  type Effect,
  type Place,
  type SchemaDifference,
  type Use,
} from './schema-difference.ts'

type Compare = (before: JsonSchema, after: JsonSchema, place: Place) => readonly SchemaDifference[]

type Happening = 'gone' | 'new_required' | 'new_optional' | 'now_required' | 'now_optional'

/**
 * A caller has to send what is required, and must not send what is gone. A reader is the other way round: it loses
 * what is gone or may be missing, and passes over what it does not know.
 */
const EFFECTS: Readonly<Record<Use, Readonly<Record<Happening, Effect>>>> = {
  input: {
    gone: 'narrower',
    new_required: 'narrower',
    new_optional: 'wider',
    now_required: 'narrower',
    now_optional: 'wider',
  },
  output: {
    gone: 'wider',
    new_required: 'narrower',
    new_optional: 'narrower',
    now_required: 'narrower',
    now_optional: 'wider',
  },
}

const SENTENCES: Readonly<Record<Happening, string>> = {
  gone: ' is no longer a field.',
  new_required: ' is a new field, and required.',
  new_optional: ' is a new field, and optional.',
  now_required: ' is required now.',
  now_optional: ' is optional now.',
}

export function compareFields(
  before: JsonSchema,
  after: JsonSchema,
  place: Place,
  compare: Compare,
): readonly SchemaDifference[] {
  const [old, now] = [propertiesOf(before), propertiesOf(after)]
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  const fields = names.flatMap((name) => {
    const inner = fieldOf(place, name)
    const happening = happeningTo(name, before, after)
    const told = happening
      ? [about(inner, EFFECTS[place.use][happening], SENTENCES[happening])]
      : []
    const [was, is] = [old[name] ?? schemaOfOthers(before), now[name]]
    return was && is ? [...told, ...compare(was, is, inner)] : told
  })
  return [...fields, ...compareOthers(before, after, place, compare)]
}

function happeningTo(name: string, before: JsonSchema, after: JsonSchema): Happening | undefined {
  const isRequired = requiredOf(after).includes(name)
  if (!(name in propertiesOf(after))) return 'gone'
  if (!(name in propertiesOf(before))) return isRequired ? 'new_required' : 'new_optional'
  if (requiredOf(before).includes(name) === isRequired) return undefined
  return isRequired ? 'now_required' : 'now_optional'
}

/** Fields that the schema does not name. A reader passes over them, so only a caller can miss them. */
function compareOthers(
  { additionalProperties: before = true }: JsonSchema,
  { additionalProperties: after = true }: JsonSchema,
  place: Place,
  compare: Compare,
): readonly SchemaDifference[] {
  const isCaller = place.use === 'input'
  if (before !== false && after !== false)
    return compare(schemaIn(before), schemaIn(after), otherFieldOf(place))
  if (before === after || !isCaller) return []
  return after === false
    ? [about(place, 'narrower', ' takes no other fields any more.')]
    : [about(place, 'wider', ' takes other fields too.')]
}

/**
 * What a field that is new had to fit before, where the schema says so. Where it only left the field open, nobody
 * could mean anything by sending it, so nobody misses that freedom.
 */
function schemaOfOthers({ additionalProperties: others }: JsonSchema): JsonSchema | undefined {
  return isRecord(others) ? others : undefined
}

function schemaIn(value: unknown): JsonSchema {
  return isRecord(value) ? value : {}
}
