import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'

import { defineModule, toolsFor, type Module } from '../../../src/index.ts'
import type { InputSchema, JsonSchema } from '../../../src/kernel/input.ts'
import { callOf, said, startApp } from '../../support/start-app.ts'

const CONFIG = `
server: { demo: true, dataDir: data }
modules: { lab: {} }
clients: { me: { profile: full, tools: { include: ['*'] } } }
`

function labWith(input: InputSchema, example: Readonly<Record<string, unknown>> = {}): Module {
  const tool = toolsFor<null>()({
    name: 'test',
    title: 'Test',
    does: 'Test something.',
    useWhen: 'a test asks',
    avoidWhen: 'no test asks',
    returns: 'nothing',
    tier: 'read',
    scopes: [],
    examples: [example],
    input,
    handler: () => ({}),
    concise: () => 'Fine.',
  })
  return defineModule({
    id: 'lab',
    title: 'Lab',
    version: '1.0.0',
    config: z.strictObject({}),
    setup: () => null,
    tools: [tool],
  })
}

const field = (schema: object, more: object = {}) => ({
  type: 'object',
  properties: { x: schema },
  ...more,
})

function nested(depth: number): object {
  return Array.from({ length: depth }).reduce<object>(
    (inner) => ({ type: 'array', items: inner }),
    { type: 'string' },
  )
}

/** Each definition has the next one twice. */
function doubling(keyword: 'anyOf' | 'allOf', levels: number): JsonSchema {
  const $defs: Record<string, object> = { [`d${levels}`]: { type: 'integer' } }
  for (let at = 0; at < levels; at += 1) {
    const next = { $ref: `#/$defs/d${at + 1}` }
    $defs[`d${at}`] = { [keyword]: [next, next] }
  }
  return field({ $ref: '#/$defs/d0' }, { $defs })
}

describe('S15: a schema from elsewhere is refused at the start', () => {
  it('when it points to another machine, which is not asked', async () => {
    let hits = 0
    const server = createServer((_request, response) => {
      hits += 1
      response.end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const $ref = `http://127.0.0.1:${port}/canary.json`
    for (const schema of [{ $ref }, { allOf: [{ $ref }] }, { $dynamicRef: $ref }])
      expect(() => labWith(field(schema))).toThrow('cannot be written as JSON Schema')
    expect(hits).toBe(0)
  })

  it.each([
    ['very deep', field(nested(5_000)), 'it is nested more than 64 levels deep'],
    [
      'very wide',
      field({ anyOf: Array.from({ length: 20_000 }, (_, at) => ({ const: at })) }),
      'it holds more than 10000 values',
    ],
    ['very long', field({ description: 'x'.repeat(300_000) }), 'it holds more than 200000 letters'],
    ['a choice of choices', doubling('anyOf', 40), 'it holds more than 2000 schemas'],
    ['a sum of sums', doubling('allOf', 40), 'it holds more than 2000 schemas'],
  ])('when it is %s, at once', (_what, schema, why) => {
    const startedMs = performance.now()
    expect(() => labWith(schema)).toThrow(why)
    expect(performance.now() - startedMs).toBeLessThan(1_000)
  })
})

const EVIL = `${'a'.repeat(60)}!`

describe('S15 and CVE-2026-0621: a pattern that tries without end', () => {
  it.each<[string, InputSchema]>([
    ['of JSON', field({ type: 'string', pattern: '^(a+)+$' })],
    [
      'of JSON, in a list',
      field({ type: 'array', items: { type: 'string', pattern: '^(a|a)*$' } }),
    ],
    ['of JSON, for names', field({ patternProperties: { '^(a+)+$': { type: 'string' } } })],
    ['of zod', z.strictObject({ x: z.string().regex(/^(a+)+$/) })],
    [
      'of zod, with a limit',
      z.strictObject({
        x: z
          .string()
          .max(5)
          .regex(/^(\w+\s?)*$/),
      }),
    ],
  ])('is broken off, and the call refused in words: %s', async (what, input) => {
    const fine = what.includes('list') ? ['a'] : what.includes('names') ? { a: 'a' } : 'a'
    const evil = what.includes('list') ? [EVIL] : what.includes('names') ? { [EVIL]: 'a' } : EVIL
    const { app } = await startApp(CONFIG, [labWith(input, { x: fine })])
    const startedMs = performance.now()
    expect(said(await app.run(callOf('me', 'lab_test', { x: evil })))).toBe(
      `invalid_input: The arguments took too long to check. Send shorter texts. For example ${JSON.stringify({ x: fine })}.`,
    )
    expect(performance.now() - startedMs).toBeLessThan(5_000)
    expect(said(await app.run(callOf('me', 'lab_test', { x: fine })))).toBe('Fine.')
  })

  it('does not matter in a text that fits', async () => {
    const input = field({ type: 'string', pattern: '^(a+)+$' })
    const { app } = await startApp(CONFIG, [labWith(input, { x: 'a' })])
    expect(said(await app.run(callOf('me', 'lab_test', { x: 'a'.repeat(500) })))).toBe('Fine.')
  })
})

describe('S17: an argument that is to be sent in a header', () => {
  const header = { 'x-mcp-header': 'Region' }

  it.each<[string, InputSchema, string]>([
    ['of JSON', field({ type: 'string', ...header }), 'x'],
    ['of JSON, further in', field({ type: 'object', properties: { y: header } }), 'x.y'],
    ['of zod', z.strictObject({ token: z.string().optional().meta(header) }), 'token'],
  ])('keeps the server from starting: %s', async (_what, input, place) => {
    await expect(startApp(CONFIG, [labWith(input)])).rejects.toThrow(
      `lab_test: "${place}" asks for "x-mcp-header", and arguments are never sent in headers here; remove it.`,
    )
  })
})
