import * as z from 'zod'

import { inputOf, type JsonSchema } from '../../../src/kernel/input.ts'
import { normalise } from '../../../src/schema/normalise.ts'

/** An input as its author wrote it, and as a voice client is shown it. */
export interface ShownSchema {
  readonly what: string
  readonly original: JsonSchema
  readonly shown: JsonSchema
}

/** What the shipped tools do not use, so that the real converters see every construct that is made portable. */
const FIELDS: Readonly<Record<string, z.ZodType>> = {
  'a nullable text': z.string().nullable(),
  'text or a number': z.union([z.string(), z.number()]),
  'an exclusive bound': z.number().positive(),
  'a literal number': z.literal(3),
  'choices of numbers': z.literal([1, 2]),
  'a date': z.iso.date(),
  'a row': z.tuple([z.string(), z.int()]),
  'a record of listed names': z.record(z.enum(['a', 'b']), z.int()),
  'objects told apart': z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('card'), number: z.string().regex(/^\d{4}$/) }),
    z.object({ kind: z.literal('cash'), amounts: z.array(z.number()).min(1).max(3) }),
  ]),
  'a choice within a choice': z.discriminatedUnion('kind', [
    z.discriminatedUnion('brand', [
      z.object({ kind: z.literal('card'), brand: z.literal('red'), digits: z.string() }),
      z.object({ kind: z.literal('card'), brand: z.literal('blue'), digits: z.int() }),
    ]),
    z.object({ kind: z.literal('cash') }),
  ]),
  'two rules at once': z.int().min(1).and(z.int().max(9)),
  'marks that no model needs': z.string().readonly().meta({ deprecated: true, 'x-google-note': 1 }),
}

export function portableSchemas(): readonly ShownSchema[] {
  return Object.entries(FIELDS).map(([what, field]) => {
    const original = inputOf(z.strictObject({ field })).json
    const normalised = normalise(original)
    if (!normalised.ok) throw new Error(`${what}: ${normalised.reasons.join('; ')}`)
    return { what, original, shown: normalised.schema }
  })
}
