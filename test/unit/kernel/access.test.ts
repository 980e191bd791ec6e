import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  lackingScopes,
  mayAsk,
  maySee,
  whyHidden,
  type Access,
} from '../../../src/kernel/access.ts'
import { startCall, type Client } from '../../../src/kernel/call.ts'
import { createCatalog, type Catalog } from '../../../src/kernel/catalog.ts'
import { GATES } from '../../../src/kernel/gate.ts'
import { failure, success } from '../../../src/kernel/outcome.ts'
import { pipeline } from '../../../src/kernel/pipeline.ts'
import { TIERS } from '../../../src/kernel/tier.ts'
import { clientDirectory } from '../../../src/policy/client-directory.ts'
import { requireScopes } from '../../../src/policy/require-scopes.ts'
import { resolve } from '../../../src/policy/resolve.ts'
import { fakeModules, mounted, type FakeTool } from '../../support/fake-tools.ts'
import { said } from '../../support/start-app.ts'

const NAMES = ['shop_check', 'shop_order', 'shop_order_again', 'desk_check', 'desk_open', 'bar_mix']
const SCOPES = ['read', 'write', 'admin']
const LOADABLE = TIERS.slice(0, 2)

const name = fc.constantFrom(...NAMES)
const pattern = fc.oneof(
  name,
  fc.constantFrom('*', 'shop_*', '*_check', 'desk_*', '*_o*', 'nothing_*'),
)
const patterns = fc.array(pattern, { maxLength: 4 })

const tools: fc.Arbitrary<readonly FakeTool[]> = fc
  .subarray(NAMES, { minLength: 1 })
  .chain((names) =>
    fc.tuple(
      ...names.map((each) =>
        fc.record({
          name: fc.constant(each),
          tier: fc.constantFrom(...LOADABLE),
          scopes: fc.subarray(SCOPES, { maxLength: 2 }),
        }),
      ),
    ),
  )

const access: fc.Arbitrary<Access> = fc.record({
  include: patterns,
  exclude: patterns,
  highestTier: fc.constantFrom(...TIERS),
  scopes: fc.subarray(SCOPES),
  narrowings: fc.array(patterns, { maxLength: 2 }),
  asks: fc.subarray(NAMES),
  obtainable: fc.subarray(SCOPES),
})

async function callIn(catalog: Catalog, seen: Access, toolName: string): Promise<string> {
  const client: Client = {
    name: 'c',
    profile: 'voice',
    access: seen,
    user: undefined,
    owner: undefined,
    callsPerMinute: 1_000_000,
    confirmAfterMs: 0,
    sessions: 'auto',
  }
  const run = pipeline()
    .derive(() => ({
      principal: {
        client,
        access: seen,
        user: undefined,
        identity: { client: 'c', by: 'key' as const },
        letInBy: {},
      },
      conversation: undefined,
    }))
    .derive(resolve(catalog))
    .guard(requireScopes)
    .run(async ({ tool }) => success({ text: `ran ${tool.name}`, value: {}, attachments: [] }))
  const caller = { credential: { kind: 'none' }, narrowing: {} } as const
  const signal = new AbortController().signal
  return said(await run(startCall({ caller, toolName, rawArguments: {}, signal })))
}

describe('what is listed and what can be called', () => {
  it('are the same, for any tools and any policy', async () => {
    await fc.assert(
      fc.asyncProperty(tools, access, async (own, seen) => {
        const catalog = createCatalog(await mounted(fakeModules(own)))
        const listed = new Set(catalog.view(seen).tools.map((tool) => tool.name))
        for (const { name: each } of own) {
          const answer = await callIn(catalog, seen, each)
          expect(!answer.startsWith('unknown_tool')).toBe(listed.has(each))
          const tool = catalog.tools.find((known) => known.name === each)
          const holdsAll = tool?.facts.scopes.every((scope) => seen.scopes.includes(scope)) ?? false
          expect(answer === `ran ${each}`).toBe(listed.has(each) && holdsAll)
        }
      }),
    )
  })

  it('so that a hidden tool is answered exactly as one that does not exist', async () => {
    await fc.assert(
      fc.asyncProperty(tools, access, name, async (own, seen, asked) => {
        const all = createCatalog(await mounted(fakeModules(own)))
        const visible = new Set(all.view(seen).tools.map((tool) => tool.name))
        fc.pre(!visible.has(asked) && visible.size > 0)
        const without = createCatalog(
          await mounted(fakeModules(own.filter((tool) => visible.has(tool.name)))),
        )
        expect(await callIn(all, seen, asked)).toBe(await callIn(without, seen, asked))
      }),
    )
  })

  it('and neither a deny, a narrowing nor a lost scope ever adds a tool', async () => {
    await fc.assert(
      fc.asyncProperty(
        tools,
        access,
        patterns,
        fc.subarray(SCOPES),
        async (own, seen, more, scopes) => {
          const catalog = createCatalog(await mounted(fakeModules(own)))
          const names = (policy: Access) => catalog.view(policy).tools.map((tool) => tool.name)
          const before = new Set(names(seen))
          const kept = seen.scopes.filter((scope) => scopes.includes(scope))
          for (const less of [
            { ...seen, exclude: [...seen.exclude, ...more] },
            { ...seen, narrowings: [...seen.narrowings, more] },
            { ...seen, scopes: kept },
            { ...seen, obtainable: [] },
            { ...seen, highestTier: 'read' as const },
          ])
            expect(names(less).filter((each) => !before.has(each))).toEqual([])
        },
      ),
    )
  })

  it('leave out what is excluded, also when it is included by name', async () => {
    const all = ['shop_check', 'shop_order', 'desk_open'] as const
    const catalog = createCatalog(
      await mounted(fakeModules(all.map((each) => ({ name: each, tier: 'read', scopes: [] })))),
    )
    const seen = (exclude: readonly string[]) =>
      catalog
        .view({
          include: [...all, '*'],
          exclude,
          highestTier: 'read',
          scopes: [],
          narrowings: [],
          asks: [],
        })
        .tools.map((tool) => tool.name)
    expect(seen([])).toEqual(['desk_open', 'shop_check', 'shop_order'])
    expect(seen(['shop_order'])).toEqual(['desk_open', 'shop_check'])
    expect(seen(['shop_*'])).toEqual(['desk_open'])
    expect(seen(['*'])).toEqual([])
  })

  it('are nothing at all for an empty include', async () => {
    const catalog = createCatalog(
      await mounted(fakeModules([{ name: 'shop_check', tier: 'read', scopes: [] }])),
    )
    const nobody = {
      include: [],
      exclude: [],
      highestTier: 'privileged',
      scopes: SCOPES,
      narrowings: [],
      asks: [],
    } as const
    expect(catalog.view(nobody).tools).toEqual([])
  })
})

describe('the rule that hides a tool', () => {
  const [check] = fakeModules([
    { name: 'shop_check', tier: 'write', scopes: ['read', 'write', 'admin'] },
  ]).flatMap((module) => module.tools)
  if (!check) throw new Error('The fake module has no tool.')
  const cleared: Access = {
    include: ['shop_*'],
    exclude: ['desk_*'],
    highestTier: 'write',
    scopes: SCOPES,
    narrowings: [['shop_check'], ['*_check']],
    asks: [],
  }

  it('is none for a tool that is seen', () => {
    expect(whyHidden(check, cleared)).toBeUndefined()
  })

  it.each<[Partial<Access>, object]>([
    [{ include: [] }, { rule: 'not_included' }],
    [{ include: ['desk_*', 'shop_order'] }, { rule: 'not_included' }],
    [{ exclude: ['desk_*', '*_check'] }, { rule: 'excluded', pattern: '*_check' }],
    [{ highestTier: 'read' }, { rule: 'tier', tier: 'write', highestTier: 'read' }],
    [{ scopes: ['write'] }, { rule: 'scopes', missing: ['read', 'admin'] }],
    [
      { narrowings: [['shop_check'], ['shop_order', 'desk_*']] },
      { rule: 'narrowed', narrowing: ['shop_order', 'desk_*'] },
    ],
    [{ narrowings: [[]] }, { rule: 'narrowed', narrowing: [] }],
    [
      { scopes: ['write'], obtainable: ['read'] },
      { rule: 'scopes', missing: ['admin'] },
    ],
  ])('with only %o against it', (less, by) => {
    expect(whyHidden(check, { ...cleared, ...less })).toStrictEqual(by)
  })

  it('is none for a tool that lacks only scopes which a new token can bring', () => {
    const seen = { ...cleared, scopes: ['write'], obtainable: ['read', 'admin'] }
    expect(whyHidden(check, seen)).toBeUndefined()
    expect(lackingScopes(check, seen)).toEqual(['read', 'admin'])
  })

  it('is the first of several, in the order of the rules', () => {
    const against: readonly Partial<Access>[] = [
      { include: [] },
      { exclude: ['*'] },
      { highestTier: 'read' },
      { scopes: [] },
      { narrowings: [[]] },
    ]
    const named = against.map(
      (_less, at) => whyHidden(check, Object.assign({}, cleared, ...against.slice(at)))?.rule,
    )
    expect(named).toEqual(['not_included', 'excluded', 'tier', 'scopes', 'narrowed'])
  })

  it('is there for exactly the tools that are not listed, for any tools and any policy', async () => {
    await fc.assert(
      fc.asyncProperty(tools, access, async (own, seen) => {
        const catalog = createCatalog(await mounted(fakeModules(own)))
        const listed = catalog.view(seen).tools
        for (const tool of catalog.tools) {
          expect(whyHidden(tool, seen) === undefined).toBe(listed.includes(tool))
          expect(maySee(tool, seen)).toBe(listed.includes(tool))
        }
      }),
    )
  })

  it('is one that really keeps the tool away: without it, it is another one or none', async () => {
    await fc.assert(
      fc.asyncProperty(tools, access, async (own, seen) => {
        const still = (await mounted(fakeModules(own))).filter((tool) => {
          const by = whyHidden(tool, seen)
          return by && whyHidden(tool, without(by.rule, seen))?.rule === by.rule
        })
        expect(still).toEqual([])
      }),
    )
  })
})

describe('a tool that may ask for a confirmation', () => {
  const gate = fc.constantFrom(...GATES)

  it('is one that asks by itself, or for which a rule may ask this client, and no other', () => {
    fc.assert(
      fc.property(access, name, gate, (seen, each, own) => {
        const [tool] = fakeModules([{ name: each, tier: 'write', scopes: [] }]).flatMap(
          (module) => module.tools,
        )
        if (!tool) throw new Error('The fake module has no tool.')
        const asking = { ...tool, facts: { ...tool.facts, gate: own } }
        // An operator is asked elsewhere, and gives no code.
        const wantsCode = own === 'spoken' || own === 'delivered'
        expect(mayAsk(asking, seen)).toBe(wantsCode || seen.asks.includes(each))
      }),
    )
  })

  it('stays one however a request narrows what it sees', () => {
    fc.assert(
      fc.property(access, patterns, name, (seen, listed, each) => {
        const client: Client = {
          name: 'c',
          profile: 'voice',
          access: seen,
          user: undefined,
          owner: undefined,
          callsPerMinute: 1_000_000,
          confirmAfterMs: 0,
          sessions: 'auto',
        }
        const directory = clientDirectory([client], new Map([['front', listed]]))
        const narrowed = directory.narrow(
          client,
          { toolset: 'front', tools: listed },
          { client: 'c', by: 'key' },
        ).access
        const tool = { name: each, facts: { gate: 'auto' } } as Parameters<typeof mayAsk>[0]
        expect(mayAsk(tool, narrowed)).toBe(mayAsk(tool, seen))
      }),
    )
  })
})

/** The access without what one rule holds against tools. */
function without(rule: string, seen: Access): Access {
  const open: Readonly<Record<string, Partial<Access>>> = {
    not_included: { include: ['*'] },
    excluded: { exclude: [] },
    tier: { highestTier: 'privileged' },
    scopes: { scopes: SCOPES },
    narrowed: { narrowings: [] },
  }
  return { ...seen, ...open[rule] }
}

describe('a pipeline', () => {
  it('refuses when a guard forgets to say that it allows', async () => {
    const forgetful = (() => undefined) as never
    const run = pipeline()
      .guard(forgetful)
      .run(async () => success({ text: 'ran', value: {}, attachments: [] }))
    const caller = { credential: { kind: 'none' }, narrowing: {} } as const
    const signal = new AbortController().signal
    const outcome = await run(startCall({ caller, toolName: 'x', rawArguments: {}, signal }))
    expect(said(outcome)).toContain('internal')
  })

  it('shows an outer step the outcome of a bug further in, and refuses to proceed twice', async () => {
    const seen: string[] = []
    const run = pipeline()
      .wrap(async function look(_call, proceed) {
        const outcome = await proceed()
        seen.push(said(outcome))
        return outcome
      })
      .wrap(async function twice(_call, proceed) {
        await proceed()
        return proceed()
      })
      .run(async () => failure(new Error('unreachable') as never))
    const caller = { credential: { kind: 'none' }, narrowing: {} } as const
    const signal = new AbortController().signal
    await run(startCall({ caller, toolName: 'x', rawArguments: {}, signal }))
    expect(seen).toEqual(['internal: Something went wrong on our side, and it has been logged.'])
  })
})
