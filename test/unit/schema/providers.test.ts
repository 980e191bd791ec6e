import { describe, expect, it } from 'vitest'
import * as z from 'zod'

import { inputOf } from '../../../src/kernel/input.ts'
import { normalise } from '../../../src/schema/normalise.ts'
import { PROVIDERS } from '../../../src/schema/provider-rule.ts'
import { objections, portability, PROVIDER_RULES } from '../../../src/schema/providers.ts'
import { MODULES } from '../../../tools/index.ts'

/** Which providers object to a field as zod writes it. */
function objectors(field: z.ZodType): readonly string[] {
  const { additionalProperties: _closed, ...json } = inputOf(z.strictObject({ x: field })).json
  return [...portability(json)].flatMap(([provider, problems]) =>
    problems.length > 0 ? [provider] : [],
  )
}

describe.each(PROVIDER_RULES.map((rule) => [rule.id, rule] as const))(
  'the rule %s',
  (_id, rule) => {
    const isThis = ({ rule: { id } }: { rule: { id: string } }) => id === rule.id

    it('finds its bad example, and not its good one', () => {
      expect(objections(rule.bad).some(isThis)).toBe(true)
      expect(objections(rule.good).some(isThis)).toBe(false)
    })

    it('is told to its providers', () => {
      const own = objections(rule.bad).find(isThis)
      const told = [...portability(rule.bad)].filter(([, problems]) =>
        problems.includes(own?.problem ?? ''),
      )
      expect(told.map(([provider]) => provider)).toEqual(
        expect.arrayContaining([...rule.providers]),
      )
    })

    it('says what is taken, and where that is known from', () => {
      expect(rule.what).toMatch(/^[A-Z].*\.$/)
      expect(rule.from).not.toBe('')
      expect(rule.providers.length).toBeGreaterThan(0)
    })
  },
)

describe('the matrix', () => {
  it('names each rule once', () => {
    const ids = PROVIDER_RULES.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it.each<[string, z.ZodType, readonly string[]]>([
    ['text', z.string().min(1).max(20), []],
    ['a whole number', z.int().min(1).max(12), []],
    ['a choice of texts', z.enum(['a', 'b']), []],
    ['a list of texts', z.array(z.string()).max(3), []],
    ['a nested object', z.object({ y: z.string() }), []],
    ['null', z.string().nullable(), ['gemini-live']],
    ['an exclusive bound', z.number().positive(), ['gemini-live']],
    ['a literal number', z.literal(3), ['gemini-text', 'gemini-live']],
    ['a tuple', z.tuple([z.string(), z.int()]), ['gemini-text', 'gemini-live']],
    [
      'a record',
      z.record(z.string(), z.int()),
      ['openai-chat', 'openai-responses', 'openai-realtime', 'gemini-text', 'gemini-live'],
    ],
    ['an address', z.email(), PROVIDERS],
    ['a date and time', z.iso.datetime(), PROVIDERS],
    [
      'objects told apart',
      z.discriminatedUnion('k', [z.object({ k: z.literal('a') })]),
      ['openai-chat', 'openai-responses', 'openai-realtime', 'gemini-live'],
    ],
    [
      'a list of anything',
      z.array(z.unknown()),
      ['openai-chat', 'openai-responses', 'openai-realtime', 'gemini-text', 'gemini-live'],
    ],
    ['a deprecated mark', z.string().meta({ deprecated: true }), ['gemini-live']],
  ])('knows who minds %s', (_what, field, providers) => {
    expect(objectors(field)).toEqual(providers)
  })

  it('says where', () => {
    const deep = z.object({ tags: z.array(z.object({ y: z.string().nullable() })) })
    expect(portability(inputOf(z.strictObject({ deep })).json).get('gemini-live')).toEqual([
      '"deep.tags[].y" has a list of types',
    ])
  })

  it('minds nothing of a shipped tool as a voice client sees it', () => {
    for (const tool of MODULES.flatMap((module) => module.tools)) {
      const normalised = normalise(tool.inputSchema)
      expect(normalised.ok && objections(normalised.schema), tool.name).toEqual([])
    }
  })
})
