import { describe, expect, it } from 'vitest'
import * as z from 'zod'

import { describe as listed } from '../../../src/mcp/describe.ts'
import { fakeModules } from '../../support/fake-tools.ts'
import { callOf, said, startApp } from '../../support/start-app.ts'

const config = (profile: string) =>
  `server: { demo: true, dataDir: data }\nmodules: { shop: {} }\nclients: { me: { profile: ${profile}, tools: { include: ['*'] } } }\n`

const toolWith = (input: z.ZodObject, example: object) =>
  fakeModules([{ name: 'shop_check', tier: 'read', scopes: [], input, example: { ...example } }])

describe('a voice client', () => {
  const choosy = z.strictObject({
    size: z.union([z.int().positive(), z.literal('any')]).describe('The size'),
    note: z.string().nullable().describe('A note'),
  })

  it('is shown a portable schema', async () => {
    const { app } = await startApp(config('voice'), toolWith(choosy, { size: 'any', note: null }))
    const [tool] = app.catalog.tools
    expect(tool && listed(tool, 'voice').inputSchema).toEqual({
      type: 'object',
      properties: {
        size: {
          type: 'string',
          description: 'The size. Either a whole number (greater than 0), or "any".',
        },
        note: { type: 'string', description: 'A note. Leave it out when there is none.' },
      },
      required: ['size'],
    })
  })

  it.each([
    [{ size: '3' }, 'shop_check'],
    [{ size: 'any', note: 'quick' }, 'shop_check'],
    [
      { size: '-3' },
      'invalid_input: size was "-3"; it must be a whole number greater than 0 or any. For example "any".',
    ],
    [
      { note: 'quick' },
      'invalid_input: size is missing; it must be a whole number greater than 0 or any. For example "any".',
    ],
  ])('may call by it, and is judged by the original: %j', async (input, answer) => {
    const { app } = await startApp(config('voice'), toolWith(choosy, { size: 'any', note: null }))
    expect(said(await app.run(callOf('me', 'shop_check', input)))).toBe(answer)
  })

  const free = z.strictObject({
    any: z.record(z.string(), z.int()).describe('Anything'),
    deep: z.array(z.object({ y: z.unknown(), z: z.int() })).describe('More'),
  })

  it('stops the start when it would see what cannot be made portable, with every reason', async () => {
    await expect(
      startApp(config('voice'), toolWith(free, { any: {}, deep: [] })),
    ).rejects.toMatchObject({
      list: [
        'test/support/fake-tools.ts:33  shop_check: cannot be shown to me (profile voice): "any" takes fields of any name; take a list of objects instead, with the name as a field of theirs.',
        'test/support/fake-tools.ts:33  shop_check: cannot be shown to me (profile voice): "deep[].y" does not say of which type it is.',
      ],
    })
  })

  it('stops the start when it would see a field without a word on it', async () => {
    const input = z.strictObject({ x: z.string(), y: z.object({ z: z.string() }).describe('Y') })
    await expect(
      startApp(config('voice'), toolWith(input, { x: '', y: { z: '' } })),
    ).rejects.toMatchObject({
      list: [
        'test/support/fake-tools.ts:33  shop_check: cannot be shown to me (profile voice): "x" has no description.',
        'test/support/fake-tools.ts:33  shop_check: cannot be shown to me (profile voice): "y.z" has no description.',
      ],
    })
  })
})

describe('a chat client', () => {
  it('is shown the schema as its author wrote it, whatever it is', async () => {
    const input = z.strictObject({ any: z.record(z.string(), z.int()) })
    const { app } = await startApp(config('chat'), toolWith(input, { any: {} }))
    const [tool] = app.catalog.tools
    expect(tool && listed(tool, 'chat').inputSchema).toEqual(tool?.inputSchema)
    expect(said(await app.run(callOf('me', 'shop_check', { any: { a: '1' } })))).toBe('shop_check')
  })
})
