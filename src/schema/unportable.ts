import type { JsonSchema } from '../kernel/input.ts'
import { isRecord } from '../kernel/json.ts'
import { mapSubschemas } from '../kernel/subschemas.ts'
import { normalise } from './normalise.ts'
import { ROOT, sayPlace, type Place } from './pass.ts'
import { objections } from './providers.ts'

/** Why an input cannot be shown to every model: each a clause that begins with the place. Empty when it can. */
export function unportableIn(schema: JsonSchema): readonly string[] {
  const normalised = normalise(schema)
  if (!normalised.ok) return normalised.reasons
  return objections(normalised.schema).map(({ problem }) => problem)
}

/** Which fields say nothing of themselves, as a portable schema shows them. Clauses as above. */
export function unsaidIn(schema: JsonSchema): readonly string[] {
  const normalised = normalise(schema)
  if (!normalised.ok) return []
  return undescribed(normalised.schema).map((place) => `${place} has no description`)
}

/** The places of fields that say nothing of themselves: no provider minds, but a model has to guess. */
function undescribed(schema: JsonSchema, place: Place = ROOT): readonly string[] {
  const found: string[] = []
  mapSubschemas(schema, (child, keyword, step) => {
    if (!isRecord(child)) return
    const at = [...place, keyword === 'properties' ? step : '[]']
    if (keyword === 'properties' && typeof child['description'] !== 'string')
      found.push(sayPlace(at))
    found.push(...undescribed(child, at))
  })
  return found
}
