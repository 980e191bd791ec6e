import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

import { fits } from '../../../src/kernel/fits.ts'
import { inputOf, type JsonSchema } from '../../../src/kernel/input.ts'
import { normalise } from '../../../src/schema/normalise.ts'
import { objections } from '../../../src/schema/providers.ts'
import { asModel, asSloppyModel } from './as-model.ts'
import { portableInputs, UNPORTABLE, unportableInputs } from './random-schemas.ts'
import { toolWith, validated } from './validated.ts'

const RUNS = { numRuns: 200 }

function portable(schema: z.ZodObject): JsonSchema {
  const normalised = normalise(inputOf(schema).json)
  if (!normalised.ok) throw new Error(normalised.reasons.join('\n'))
  return normalised.schema
}

const withValue = portableInputs.chain(({ schema, values }) =>
  values.map((value) => ({ value, json: JSON.stringify(inputOf(schema).json), schema })),
)

describe('over random inputs, a portable schema', () => {
  it('is taken by every provider', () => {
    fc.assert(
      fc.property(portableInputs, ({ schema }) => {
        expect(objections(portable(schema)).map(({ problem }) => problem)).toEqual([])
      }),
      RUNS,
    )
  })

  it('gives itself when it is normalised again', () => {
    fc.assert(
      fc.property(portableInputs, ({ schema }) => {
        const once = portable(schema)
        expect(JSON.stringify(normalise(once))).toBe(JSON.stringify({ ok: true, schema: once }))
      }),
      RUNS,
    )
  })

  it('can say whatever the original accepts', () => {
    fc.assert(
      fc.property(withValue, ({ schema, value }) => {
        const shown = portable(schema)
        expect(fits(asModel(value, shown), shown)).toBe(true)
      }),
      RUNS,
    )
  })
})

describe('over random inputs and values, a call', () => {
  it('that the original accepts is accepted, and reaches the handler unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(withValue, async ({ schema, value }) => {
        expect(validated(await toolWith(schema), value)).toEqual({ input: schema.parse(value) })
      }),
      RUNS,
    )
  })

  it('is accepted as a model writes it that has read the portable schema', async () => {
    await fc.assert(
      fc.asyncProperty(withValue, async ({ schema, value }) => {
        const written = asModel(value, portable(schema))
        expect(validated(await toolWith(schema), written)).toHaveProperty('input')
      }),
      RUNS,
    )
  })

  it('is accepted with every slip of form as well', async () => {
    await fc.assert(
      fc.asyncProperty(withValue, async ({ schema, value }) => {
        const written = asSloppyModel(value, portable(schema))
        expect(validated(await toolWith(schema), written)).toHaveProperty('input')
      }),
      RUNS,
    )
  })

  const spoilt = withValue.chain(({ schema, value }) =>
    fc
      .dictionary(
        fc.constantFrom(...Object.keys(schema.shape), 'other', 'x'.repeat(900), 'a.b'),
        fc.oneof(fc.jsonValue(), fc.constant('x'.repeat(2_000)), fc.constant([[{ kind: {} }]])),
        { noNullPrototype: true },
      )
      .map((junk) => ({ schema, value: { ...Object(value), ...junk } })),
  )

  it('that is refused is refused in a short sentence that names a field', async () => {
    await fc.assert(
      fc.asyncProperty(spoilt, async ({ schema, value }) => {
        const result = validated(await toolWith(schema), value)
        if ('input' in result) return
        expect(schema.safeParse(value).success).toBe(false)
        expect(result.refused.length).toBeLessThan(500)
        expect(result.refused).toMatch(/\.$|\?$/)
        const names = [...Object.keys(schema.shape), 'other', 'xxx', 'a.b', 'arguments']
        expect(
          names.some((name) => result.refused.includes(name)),
          result.refused,
        ).toBe(true)
      }),
      RUNS,
    )
  })

  it('that is no object at all is refused likewise', async () => {
    const none = fc.oneof(fc.integer(), fc.boolean(), fc.constant('x'), fc.constant([1]))
    await fc.assert(
      fc.asyncProperty(portableInputs, none, async ({ schema }, value) => {
        const tool = await toolWith(schema)
        expect(validated(tool, value)).toEqual({
          refused: expect.stringMatching(/^The arguments must be an object with named fields\./),
        })
      }),
      { numRuns: 100 },
    )
  })
})

describe('over random inputs, what cannot be said to every model', () => {
  it('is refused, with the place and a reason', () => {
    fc.assert(
      fc.property(unportableInputs, ({ schema, kind }) => {
        const normalised = normalise(inputOf(schema).json)
        const reasons = normalised.ok ? [] : normalised.reasons
        const place = kind === 'what holds itself' ? 'the input' : '"bad'
        expect(reasons.length, kind).toBeGreaterThan(0)
        expect(reasons.filter((reason) => !reason.startsWith(place))).toEqual([])
      }),
      RUNS,
    )
  })

  it.each(Object.entries(UNPORTABLE))('is, for example, %s', (_kind, schema) => {
    expect(normalise(inputOf(z.strictObject({ x: schema })).json).ok).toBe(false)
  })
})
