import type { JsonSchema } from '../kernel/input.ts'
import { isRecord } from '../kernel/json.ts'
import { mapSubschemas } from '../kernel/subschemas.ts'
import { ROOT, sayPlace, type Place } from './place.ts'

/** The places of fields that say nothing of themselves: no provider minds, but a model has to guess. */
export function undescribed(schema: JsonSchema, place: Place = ROOT): readonly string[] {
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
