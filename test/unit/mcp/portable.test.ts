import * as z from 'zod'
import { describe, expect, it } from 'vitest'

import { MODULES } from '../../../tools/index.ts'
import { jsonSchemaOf } from '../../../src/kernel/input.ts'
import { portabilityProblems } from '../../../src/mcp/portable.ts'
import { fakeModules } from '../../support/fake-tools.ts'
import { startApp } from '../../support/start-app.ts'

const described = (schema: z.ZodType) => z.strictObject({ x: schema.describe('An x') })
const problems = (schema: z.ZodObject) => portabilityProblems(jsonSchemaOf(schema, 'input'))

describe('a schema that every model provider takes', () => {
  it.each([
    ['text', z.string().min(1).max(20)],
    ['a whole number', z.int().min(1).max(12)],
    ['any whole number, without the bounds zod adds', z.int()],
    ['a choice of texts', z.enum(['a', 'b'])],
    ['a list of texts', z.array(z.string()).max(3)],
    ['an optional field', z.boolean().optional()],
    ['a nested object', z.strictObject({ y: z.string().describe('A y') })],
  ])('may hold %s', (_what, schema) => {
    expect(problems(described(schema))).toEqual([])
  })

  it.each([
    ['a union', z.union([z.string(), z.int()])],
    ['null', z.string().nullable()],
    ['an exclusive bound', z.number().positive()],
    ['a literal number', z.literal(3)],
    ['a tuple', z.tuple([z.string(), z.int()])],
    ['a record', z.record(z.string(), z.int())],
    ['a format with its long pattern', z.email()],
    ['a date format', z.iso.date()],
    ['a discriminated union', z.discriminatedUnion('k', [z.object({ k: z.literal('a') })])],
    ['a list of anything', z.array(z.unknown())],
    ['a deprecated mark', z.string().meta({ deprecated: true })],
  ])('may not hold %s', (_what, schema) => {
    expect(problems(described(schema))).not.toEqual([])
  })

  it('describes every field', () => {
    expect(problems(z.strictObject({ x: z.string() }))).toEqual(['"x" has no description'])
  })

  it('is what every shipped tool has', () => {
    const tools = MODULES.flatMap((module) => module.tools)
    for (const tool of tools) expect(portabilityProblems(tool.inputSchema), tool.name).toEqual([])
  })
})

describe('a voice client', () => {
  const input = z.strictObject({ x: z.string().nullable() })
  const modules = fakeModules([{ name: 'shop_check', tier: 'read', scopes: [], input }])
  const config = (profile: string) =>
    `server: { demo: true, dataDir: data }\nmodules: { shop: {} }\nclients: { me: { profile: ${profile}, tools: { include: ['*'] } } }\n`

  it('stops the start when it would see a schema that is not portable, with every reason', async () => {
    await expect(startApp(config('voice'), modules)).rejects.toMatchObject({
      list: [
        'shop_check: cannot be shown to me (profile voice): "x" has no description.',
        'shop_check: cannot be shown to me (profile voice): "x" needs one plain type.',
      ],
    })
  })

  it('is the only one that does', async () => {
    await expect(startApp(config('chat'), modules)).resolves.toBeDefined()
  })
})
