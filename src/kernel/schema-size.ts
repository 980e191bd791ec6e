/** No tool that a model could use comes near these. They keep a schema from elsewhere from costing time or the stack. */
const MOST_VALUES = 10_000
const MOST_LETTERS = 200_000
const DEEPEST = 64

/** Why a schema is too large to be worked on; `undefined` when it is not. Takes the same time for any schema. */
export function tooLarge(schema: unknown): string | undefined {
  const waiting = [{ value: schema, depth: 0 }]
  let values = 0
  let letters = 0
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next
    if (depth > DEEPEST) return `is nested more than ${DEEPEST} levels deep`
    values += 1
    letters += typeof value === 'string' ? value.length : 0
    if (typeof value === 'object' && value !== null) {
      const keys = Array.isArray(value) ? [] : Object.keys(value)
      const inner = Array.isArray(value) ? value.length : keys.length
      if (values + waiting.length + inner > MOST_VALUES)
        return `holds more than ${MOST_VALUES} values`
      letters += keys.join('').length
      for (const each of Object.values(value)) waiting.push({ value: each, depth: depth + 1 })
    }
    if (letters > MOST_LETTERS) return `holds more than ${MOST_LETTERS} letters`
  }
  return undefined
}
