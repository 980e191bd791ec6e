import { isDeepStrictEqual } from 'node:util'

import { fits } from '../kernel/fits.ts'
import type { JsonSchema } from '../kernel/input.ts'
import { isRecord, propertiesOf } from '../kernel/json.ts'
import { choicesOf, typeOf, typesOf } from '../kernel/schema-types.ts'

/** One way to read a value: as this schema, giving this. */
export interface Reading {
  readonly as: JsonSchema
  readonly value: unknown
}

/** Decides between the readings of one value. */
export type Pick = (value: unknown, schema: JsonSchema, readings: readonly Reading[]) => unknown

/**
 * Of the readings that a schema with a choice allows, the one to hand on. A value that is right as it came is never
 * read as something else. Where no reading is right, the one that was meant is refused with a better sentence.
 */
export const choose: Pick = (value, schema, readings) => {
  if (fits(value, schema)) return value
  const right = readings.find((reading) => fits(reading.value, schema))
  const alike = readings.filter(isAlike)
  const meant = right ?? readings.find(isMeant) ?? (alike.length === 1 ? alike[0] : undefined)
  return meant ? meant.value : value
}

/**
 * The same, but a text that can be read as something else is. A rule that JSON Schema cannot say may be what keeps it
 * from being right as a text; only the tool's own check knows, so this is for a second try.
 */
export const chooseRead: Pick = (value, schema, readings) => {
  const read = readings.find(
    (reading) => isRead(value, reading.value) && fits(reading.value, schema),
  )
  return read ? read.value : choose(value, schema, readings)
}

/** Lists and objects are read within; of plain values only text is. */
function isRead(value: unknown, reading: unknown): boolean {
  if (typeof value === 'string') return typeof reading !== 'string'
  return typeof value === 'object' && !isDeepStrictEqual(value, reading)
}

/** Whether the field that tells objects apart names this one. */
function isMeant({ as, value }: Reading): boolean {
  if (!isRecord(value)) return false
  const telling = Object.entries(propertiesOf(as)).flatMap(([name, field]) => {
    const choices = choicesOf(field)
    return choices ? [choices.includes(value[name])] : []
  })
  return telling.length > 0 && telling.every(Boolean)
}

/** Whether the value is at least of the type that it was read as. */
function isAlike({ as, value }: Reading): boolean {
  const types = typesOf(as)
  const type = typeOf(value)
  return types.includes(type) || (type === 'integer' && types.includes('number'))
}
