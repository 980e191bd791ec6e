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
