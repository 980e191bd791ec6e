import { describe, expect, it } from 'vitest'

import { propertiesOf, requiredOf } from '../../../src/kernel/json.ts'
import { MODULES } from '../../../tools/index.ts'

const TOOLS = MODULES.flatMap(({ tools }) => tools)

/** Of no type that a field of ours has by mistake: each is wrong for at least every other one. */
const ODD = [null, true, 7.5, 'x'.repeat(100_000), [], ['x', { y: 1 }], { y: 1 }]

const KINDS = {
  string: (value: unknown) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value: unknown) => typeof value === 'number',
  boolean: (value: unknown) => typeof value === 'boolean',
  array: Array.isArray,
  object: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value),
  null: (value: unknown) => value === null,
} as const

/** Whether a schema says nothing of types, or one of its types is this value's. */
function takesKind(schema: Readonly<Record<string, unknown>>, value: unknown): boolean {
  const { type, anyOf, oneOf } = schema
  const branches = [anyOf, oneOf].flatMap((each) => (Array.isArray(each) ? each : []))
  if (branches.length > 0) return branches.some((branch) => takesKind(branch, value))
  const types = [type].flat().filter((each) => typeof each === 'string' && each in KINDS)
  return types.length === 0 || types.some((each) => KINDS[each as keyof typeof KINDS](value))
}

describe.each(TOOLS.map((tool) => [tool.name, tool] as const))('S16: %s', (_name, tool) => {
  it('takes its examples, and none of them with a single thing wrong', () => {
    for (const example of tool.examples) {
      expect(tool.issuesIn(example)).toEqual([])
      for (const wrong of mutations(example))
        expect(tool.issuesIn(wrong), said(wrong)).not.toEqual([])
    }
  })

  function mutations(example: Readonly<Record<string, unknown>>): readonly unknown[] {
    const fields = Object.entries(propertiesOf(tool.inputSchema))
    return [
      ...requiredOf(tool.inputSchema).map((name) => without(example, name)),
      ...['unknown', 'constructor', 'toString', '__proto__', ' '].map((name) =>
        withField(example, name, 1),
      ),
      ...fields.flatMap(([name, schema]) => [
        ...ODD.filter((value) => typeof value !== 'string' && !takesKind(schema, value)).map(
          (value) => withField(example, name, value),
        ),
        ...outOfBounds(schema).map((value) => withField(example, name, value)),
        // The same in other letters is another field.
        withField(without(example, name), name.toUpperCase(), example[name] ?? 1),
      ]),
      null,
      [],
      'text',
      [example],
    ]
  }
})

function outOfBounds(schema: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { minimum, maximum, maxLength, enum: choices } = schema
  return [
    ...(typeof minimum === 'number' ? [minimum - 1] : []),
    ...(typeof maximum === 'number' ? [maximum + 1] : []),
    ...(typeof maxLength === 'number' ? ['x'.repeat(maxLength + 1)] : []),
    ...(Array.isArray(choices) ? ['none of these'] : []),
  ]
}

function without(example: Readonly<Record<string, unknown>>, name: string) {
  return Object.fromEntries(Object.entries(example).filter(([key]) => key !== name))
}

/** By a definition, because an assignment of `__proto__` would be none. */
function withField(example: Readonly<Record<string, unknown>>, name: string, value: unknown) {
  return Object.defineProperty({ ...example }, name, { value, enumerable: true })
}

function said(value: unknown): string {
  return JSON.stringify(value).slice(0, 200)
}
