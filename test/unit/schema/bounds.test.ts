import { describe, expect, it } from 'vitest'

import { inlinedIfPossible } from '../../../src/kernel/inline-refs.ts'
import type { JsonSchema } from '../../../src/kernel/input.ts'
import { normalise } from '../../../src/schema/normalise.ts'
import { objections } from '../../../src/schema/providers.ts'

const LIMIT_MS = 50

const input = (field: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  type: 'object',
  properties: { x: field },
  required: [],
  ...more,
})

/** Every definition refers to the next one twice, so that inlining doubles at each of them. */
function doubling(levels: number): JsonSchema {
  const ref = (level: number) => ({ $ref: `#/$defs/d${level}` })
  const defs = Array.from({ length: levels }, (_, level) => [
    `d${level}`,
    level + 1 < levels
      ? { type: 'object', properties: { a: ref(level + 1), b: ref(level + 1) } }
      : { type: 'string' },
  ])
  return input(ref(0), { $defs: Object.fromEntries(defs) })
}

function nested(levels: number, wrap: (inner: JsonSchema) => JsonSchema): JsonSchema {
  let schema: JsonSchema = { type: 'string' }
  for (let level = 0; level < levels; level++) schema = wrap(schema)
  return input(schema)
}

/** Choices within choices, each with fields of its own beside them: merging would repeat them at each level. */
function choicesOfChoices(levels: number): JsonSchema {
  return nested(levels, (inner) => ({
    anyOf: ['a', 'b', 'c', 'd'].map((kind) => ({
      type: 'object',
      properties: { kind: { const: kind }, deep: inner, [`only_${kind}`]: inner },
      required: ['kind'],
    })),
  }))
}

/** A choice between objects that have the same fields and mean something else by each. */
function wideChoice(branches: number, fields: number): JsonSchema {
  const field = (at: number, minLength: number) => [`f${at}`, { type: 'string', minLength }]
  const branch = (kind: number) => ({
    type: 'object',
    properties: {
      kind: { const: kind },
      ...Object.fromEntries(Array.from({ length: fields }, (_, at) => field(at, kind))),
    },
    required: ['kind'],
  })
  return input({ anyOf: Array.from({ length: branches }, (_, kind) => branch(kind)) })
}

function cyclic(): JsonSchema {
  const schema: Record<string, unknown> = { type: 'object' }
  schema['properties'] = { again: schema }
  return input(schema)
}

const BOMBS: readonly (readonly [string, () => JsonSchema])[] = [
  ['of 100,000 levels', () => nested(100_000, (inner) => ({ type: 'array', items: inner }))],
  ['of 100,000 choices in choices', () => nested(100_000, (inner) => ({ anyOf: [inner] }))],
  ['of references that double 40 times', () => doubling(40)],
  ['of a million choices', () => input({ enum: Array.from({ length: 1e6 }, (_, at) => `${at}`) })],
  [
    'of a description of ten million letters',
    () => input({ type: 'string', description: 'x'.repeat(1e7) }),
  ],
  [
    'of 50,000 fields',
    () =>
      input({
        type: 'object',
        properties: Object.fromEntries(
          Array.from({ length: 50_000 }, (_, at) => [`f${at}`, { type: 'string' }]),
        ),
      }),
  ],
  ['that holds itself', cyclic],
  [
    'of references in a ring',
    () =>
      input(
        { $ref: '#/$defs/a' },
        { $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } },
      ),
  ],
  ['of choices between objects, six deep', () => choicesOfChoices(6)],
  ['of objects with 180 fields that mean ten things each', () => wideChoice(10, 180)],
  [
    'of 300 branches',
    () => input({ anyOf: Array.from({ length: 300 }, (_, at) => ({ const: at })) }),
  ],
]

/** The time that the work itself takes: the least of a few, as other work on the machine only adds to it. */
function quickest(work: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now()
    work()
    return performance.now() - started
  })
  return Math.min(...times)
}

describe('a schema made to cost time', () => {
  it.each(BOMBS)('%s is refused in time', (_what, make) => {
    const schema = make()
    const took = quickest(() => normalise(schema))
    expect(normalise(schema)).toMatchObject({
      ok: false,
      reasons: [expect.stringMatching(/^(the input|"x)/)],
    })
    expect(took).toBeLessThan(LIMIT_MS)
  })

  it.each(BOMBS)('%s is looked at by the matrix in time', (_what, make) => {
    const schema = make()
    expect(quickest(() => objections(schema))).toBeLessThan(LIMIT_MS)
  })

  it('stays as it is where nobody has to be shown it', () => {
    const schema = doubling(40)
    expect(inlinedIfPossible(schema)).toBe(schema)
  })

  it('is told from one that is only rich', () => {
    const fields = Array.from({ length: 60 }, (_, at) => [
      `f${at}`,
      { type: 'string', description: 'x'.repeat(200) },
    ])
    expect(
      normalise(input({ type: 'object', properties: Object.fromEntries(fields) })),
    ).toMatchObject({ ok: true })
    expect(normalise(doubling(6))).toMatchObject({ ok: true })
    expect(normalise(choicesOfChoices(2))).toMatchObject({ ok: true })
  })
})
