import { describe, expect, test } from 'vitest'
import * as z from 'zod'

import { loadConfig } from '../../../src/config/load.ts'
import { defineModule, refuse, toolsFor, type Module } from '../../../src/index.ts'
import { Problems } from '../../../src/kernel/catalog.ts'
import type { JsonSchema } from '../../../src/kernel/input.ts'
import { fakeModules } from '../../support/fake-tools.ts'
import { callOf, said, startApp } from '../../support/start-app.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Example = Readonly<Record<string, unknown>>

const tool = toolsFor<object>()

const texts = {
  title: 'Echo',
  does: 'Say it.',
  useWhen: 'asked',
  avoidWhen: 'not asked',
  returns: 'it',
  tier: 'read',
  scopes: [],
} as const

const sell = tool({
  name: 'sell',
  title: 'Sell',
  does: 'Sell something.',
  useWhen: 'the caller buys',
  avoidWhen: 'the caller only asks; use shop_look, not shop_look_up',
  returns: 'what was sold',
  tier: 'read',
  scopes: [],
  input: z
    .strictObject({
      item: z.enum(['mug', 'plate']).describe('What to sell, as shop_look says'),
      count: z.int().min(1).max(9).describe('How many, 1 to 9'),
    })
    .refine(({ item, count }) => item === 'mug' || count < 5, {
      path: ['item'],
      message: 'must not be more than 4 plates at once',
    }),
  examples: [{ item: 'mug', count: 2 }],
  handler: ({ item, count }) => {
    if (count === 8) throw refuse('conflict', 'Thrown: ask shop_look.')
    return count === 9 ? refuse('conflict', 'Ask shop_look.') : { item }
  },
  concise: ({ item }, _services, { count }) => `Sold ${count} of ${item}; see shop_look.`,
})

const look = tool({
  name: 'look',
  title: 'Look',
  does: 'Look.',
  useWhen: 'asked',
  avoidWhen: 'the caller buys; use shop_sell',
  returns: 'what is there',
  tier: 'write',
  scopes: [],
  gives: ['seen'],
  input: z.strictObject({}),
  examples: [{}],
  handler: () => ({}),
  concise: () => 'Mugs.',
})

const shop = defineModule({
  id: 'shop',
  title: 'Shop',
  version: '1.0.0',
  config: z.strictObject({}),
  setup: () => ({}),
  tools: [sell, look],
})

function yaml(modules: string): string {
  return `server: { demo: true, dataDir: data }\nmodules:\n${modules}\nclients:\n  me: { profile: full, tools: { include: ['*'] }, highestTier: write }\n`
}

async function mounted(modules: string) {
  const { app } = await startApp(yaml(modules), [shop])
  const run = async (name: string, args: object) => said(await app.run(callOf('me', name, args)))
  return { tools: app.catalog.tools, run }
}

function problemsOf(modules: string, builtIn: readonly Module[] = [shop]): readonly string[] {
  const file = join(tempDir(), 'toolcrib.yaml')
  writeFileSync(file, yaml(modules))
  try {
    loadConfig(file, { builtIn, imported: new Map() }, {})
    return []
  } catch (error) {
    if (!(error instanceof Problems)) throw error
    return error.list.map((line) => line.replace(/^.*toolcrib\.yaml:/, ''))
  }
}

describe('a mount under another name', () => {
  test('renames its tools wherever a model reads of them', async () => {
    const { tools, run } = await mounted('  store: { use: shop }')
    expect(tools.map(({ name }) => name)).toStrictEqual(['store_look', 'store_sell'])
    const [, sells] = tools
    expect(sells?.description).toContain('use store_look, not shop_look_up.')
    expect(JSON.stringify(sells?.inputSchema)).toContain('as store_look says')
    expect(await run('store_sell', { item: 'mug', count: 1 })).toBe(
      'Sold 1 of mug; see store_look.',
    )
    expect(await run('store_sell', { item: 'mug', count: 9 })).toBe('conflict: Ask store_look.')
    expect(await run('store_sell', { item: 'mug', count: 8 })).toBe(
      'conflict: Thrown: ask store_look.',
    )
  })

  test('leaves another mount of the same module its own names', () => {
    expect(
      problemsOf('  store: { use: shop, only: [sell] }\n  shop: { only: [sell] }'),
    ).toStrictEqual([
      '4:3  modules.shop: is mounted as store already, and a proof given to one would open the other. Serve the second one from a deployment of its own.',
    ])
  })

  test('may not have a name that tools cannot have', () => {
    expect(problemsOf('  My-Shop: { use: shop }')[0]).toBe(
      '3:3  modules.My-Shop: a name is 1 to 63 of a-z, 0-9 and _, and starts with a letter.',
    )
  })
})

describe('a mount that picks tools', () => {
  test('serves no others', async () => {
    const { tools, run } = await mounted('  shop: { only: [sell] }')
    expect(tools.map(({ name }) => name)).toStrictEqual(['shop_sell'])
    expect(await run('shop_look', {})).toMatch(/^unknown_tool: /)
  })

  test('names only tools that there are', () => {
    expect(problemsOf('  shop: { only: [sel] }')).toStrictEqual([
      '3:18  modules.shop.only: must be sell or look. Did you mean "sell"?',
    ])
  })
})

describe('a mount that changes a tool', () => {
  test('may raise its tier, and the client that may not call it no longer sees it', async () => {
    const { tools } = await mounted('  shop: { tools: { sell: { tier: write, title: Till } } }')
    const sells = tools.find(({ name }) => name === 'shop_sell')
    expect(sells?.facts).toMatchObject({ tier: 'write', title: 'Till' })
  })

  test('may never lower its tier', () => {
    expect(problemsOf('  shop: { tools: { look: { tier: read } } }')).toStrictEqual([
      '3:34  modules.shop.tools.look.tier: can only be raised; the tool is "write".',
    ])
  })

  test('may replace a part of its description, and the others stay', async () => {
    const { tools } = await mounted('  shop: { tools: { look: { useWhen: a guest is curious } } }')
    expect(tools[0]?.description).toBe(
      'Look. Call this when a guest is curious. Do not call this when the caller buys; use shop_sell. Returns what is there. Example arguments: {}.',
    )
  })
})

describe('a value that is fixed', () => {
  const fixed = '  shop: { tools: { sell: { fixed: { item: plate } } } }'

  test('vanishes from what a model sees, and is what the handler gets', async () => {
    const { tools, run } = await mounted(fixed)
    const sells = tools.find(({ name }) => name === 'shop_sell')
    expect(Object.keys(sells?.inputSchema['properties'] ?? {})).toStrictEqual(['count'])
    expect(sells?.inputSchema['required']).toStrictEqual(['count'])
    expect(sells?.description).toContain('Example arguments: {"count":2}.')
    expect(await run('shop_sell', { count: 1 })).toBe('Sold 1 of plate; see shop_look.')
  })

  test('cannot be chosen by a model', async () => {
    const { run } = await mounted(fixed)
    for (const item of ['mug', 'plate'])
      expect(await run('shop_sell', { count: 1, item })).toMatch(/^invalid_input: .*item/)
  })

  test('is not named when it does not go with what a model chose', async () => {
    const { run } = await mounted(fixed)
    expect(await run('shop_sell', { count: 6 })).toBe(
      'invalid_input: The arguments must not be more than 4 plates at once. For example {"count":2}.',
    )
  })

  test('must fit the tool and be a field of it', () => {
    expect(
      problemsOf('  shop: { tools: { sell: { fixed: { item: cup, colour: red } } } }'),
    ).toStrictEqual([
      '3:43  modules.shop.tools.sell.fixed.item: does not fit the tool: Invalid option: expected one of "mug"|"plate".',
      '3:48  modules.shop.tools.sell.fixed.colour: there is no such key. Valid keys: item, count.',
    ])
  })
})

test('names of tools in other words, and names that a tool has here, are left alone', async () => {
  const { tools } = await mounted(
    '  shop: { use: shop, tools: { sell: { avoidWhen: the caller only asks; use shop_look } } }',
  )
  expect(tools.find(({ name }) => name === 'shop_sell')?.description).toContain('use shop_look.')
  const renamed = await mounted(
    '  store: { use: shop, tools: { sell: { useWhen: mail to shop_look@example.com } } }',
  )
  expect(renamed.tools.find(({ name }) => name === 'store_sell')?.description).toContain(
    'shop_look@example.com',
  )
})

/** A module of one tool that says what arguments it got. */
function echoModule(input: JsonSchema | z.ZodObject, ...examples: [Example, ...Example[]]): Module {
  return defineModule({
    id: 'raw',
    title: 'Raw',
    version: '1.0.0',
    config: z.strictObject({}),
    setup: () => ({}),
    tools: [
      tool({
        ...texts,
        name: 'echo',
        input,
        examples,
        handler: (args) => {
          if (Array.isArray(args['list'])) args['list'].push('x')
          return { args }
        },
        concise: ({ args }) => JSON.stringify(args),
      }),
    ],
  })
}

describe('a tool, mostly of a raw JSON Schema', () => {
  const text = { type: 'string' }
  const echo = async (module: Module, fixed: string, ...calls: readonly object[]) => {
    const { app } = await startApp(yaml(`  raw: { tools: { echo: { fixed: ${fixed} } } }`), [
      module,
    ])
    const answers: string[] = []
    for (const call of calls) answers.push(said(await app.run(callOf('me', 'raw_echo', call))))
    return { answers, tool: app.catalog.tools[0] }
  }

  test('is mounted by the same rules', async () => {
    const module = echoModule(
      {
        type: 'object',
        properties: { a: text, b: { type: 'integer', maximum: 3 } },
        required: ['a', 'b'],
        additionalProperties: false,
      },
      { a: 'x', b: 1 },
    )
    const { answers } = await echo(module, '{ b: 2 }', { a: 'y' }, { a: 'y', b: 1 })
    expect(answers[0]).toBe('{"a":"y","b":2}')
    expect(answers[1]).toMatch(/^invalid_input/)
    expect(problemsOf('  raw: { tools: { echo: { fixed: { b: 9 } } } }', [module])[0]).toContain(
      'modules.raw.tools.echo.fixed.b: does not fit the tool',
    )
  })

  test('keeps its examples without the fixed value, each once', async () => {
    const module = echoModule(
      {
        type: 'object',
        properties: { kind: { enum: ['a', 'b'] }, n: { type: 'integer' } },
      },
      { kind: 'a', n: 1 },
      { kind: 'b', n: 1 },
      { kind: 'b', n: 10 },
    )
    const { tool: mountedTool } = await echo(module, '{ kind: a }')
    expect(mountedTool?.examples).toStrictEqual([{ n: 1 }, { n: 10 }])
  })

  test('gives each call a fixed value of its own, whatever a handler does to it', async () => {
    const module = echoModule(z.strictObject({ list: z.any() }), { list: [] })
    const { answers } = await echo(module, '{ list: [] }', {}, {})
    expect(answers).toStrictEqual(['{"list":["x"]}', '{"list":["x"]}'])
  })

  test('does not let a field be fixed that it has conditions on: a model would still be shown it', () => {
    const module = echoModule(
      {
        type: 'object',
        properties: { mode: text, x: { type: 'integer' } },
        anyOf: [{ required: ['mode'] }, { required: ['x'] }],
      },
      { mode: 'a', x: 1 },
    )
    expect(
      problemsOf('  raw: { tools: { echo: { fixed: { mode: a } } } }', [module]),
    ).toStrictEqual([
      expect.stringContaining("fixed.mode: cannot be fixed: the tool's schema speaks of it"),
    ])
  })
})

test('a name that a tool has here means that tool, though another was called so elsewhere', async () => {
  const desk = defineModule({
    id: 'desk',
    title: 'Desk',
    version: '1.0.0',
    config: z.strictObject({}),
    setup: () => ({}),
    tools: [
      tool({
        ...texts,
        name: 'ask',
        avoidWhen: 'the caller is curious; use shop_look',
        input: z.strictObject({}),
        examples: [{}],
        handler: () => ({}),
        concise: () => 'Asked.',
      }),
    ],
  })
  const [other] = fakeModules([{ name: 'other_look', tier: 'read', scopes: [] }])
  const { app } = await startApp(
    yaml('  store: { use: shop }\n  shop: { use: other }\n  desk: {}'),
    [shop, desk, ...(other ? [other] : [])],
  )
  const descriptionOf = (wanted: string) =>
    app.catalog.tools.find(({ name }) => name === wanted)?.description
  expect(descriptionOf('desk_ask')).toContain('use shop_look')
  expect(descriptionOf('store_sell')).toContain('use store_look')
})
