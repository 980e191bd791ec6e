import type { JsonSchema } from '../kernel/input.ts'

/**
 * One step towards a portable schema. It works on one schema and leaves its fields and items to later calls.
 * A text is why the schema cannot be made portable; it continues a sentence that begins with the schema's place.
 */
export type Pass = (schema: JsonSchema, at: { readonly isRoot: boolean }) => JsonSchema | string

/** Where a schema stands within the input: names of fields, and `[]` for the items of a list. Outermost first. */
export type Place = readonly string[]

export const ROOT: Place = []

/** For example `the input`, `"guests"`, `"guests[].name"`. */
export function sayPlace(place: Place): string {
  if (place.length === 0) return 'the input'
  const path = place.reduce(
    (path, step) => (step === '[]' || path === '' ? path + step : `${path}.${step}`),
    '',
  )
  return `"${path.length > 80 ? `${path.slice(0, 77)}…` : path}"`
}
