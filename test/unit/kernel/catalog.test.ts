import { TIERS } from '../../../src/kernel/tier.ts'
import * as z from 'zod'
import { describe, expect, it } from 'vitest'

import { catalogProblems, moduleProblems } from '../../../src/kernel/catalog.ts'
import { fakeModules, type FakeTool } from '../../support/fake-tools.ts'

function problemsOf(...tools: (Partial<FakeTool> & { name: string })[]): readonly string[] {
  const modules = fakeModules(tools.map((tool) => ({ tier: 'read', scopes: [], ...tool })))
  return unplaced(catalogProblems(modules.flatMap((module) => module.tools)))
}

/** Without the line in which the tool is written, which is the same for all of these. */
function unplaced(problems: readonly string[]): readonly string[] {
  return problems.map((problem) => problem.replace('test/support/fake-tools.ts:33  ', ''))
}

describe('a module refuses to load', () => {
  it.each(['', '1', '1.0', 'v1.0.0', '1.0.0.0', 'latest'])('in the version "%s"', (version) => {
    expect(moduleProblems([{ id: 'shop', version }])).toEqual([
      `shop: the module's version "${version}" is not a semantic version; write one such as 1.0.0.`,
    ])
  })

  it('but not in a semantic one', () => {
    const versions = ['0.0.1', '1.0.0', '2.0.0-rc.1']
    expect(moduleProblems(versions.map((version) => ({ id: 'shop', version })))).toEqual([])
  })
})

describe('a tool refuses to load', () => {
  it.each(TIERS)('but not for its tier, of which %s has its gate like every other', (tier) => {
    expect(problemsOf({ name: 'shop_burn', tier })).toEqual([])
  })

  it('that only reads and asks for a confirmation, which it would never get', () => {
    expect(problemsOf({ name: 'shop_check', confirm: 'spoken' })).toEqual([
      'shop_check: reads are never held up, so "confirm" would be without effect; give it a higher tier or remove it.',
    ])
  })

  it.each(['lk_agents_cancel', 'tool_search', 'call_tool'])(
    'under LiveKit’s own name %s',
    (name) => {
      expect(problemsOf({ name })).toEqual([
        `${name}: LiveKit keeps this name for a tool of its own; choose another.`,
      ])
    },
  )

  it.each(['shop_Check', 'shop_check-in', `shop_${'x'.repeat(60)}`, '1shop_check'])(
    'under the name %s, which some model providers refuse',
    (name) => {
      expect(problemsOf({ name })[0]).toContain('1 to 63 of a-z, 0-9 and _')
    },
  )

  it('with a field that the server adds itself, or one of a bad name', () => {
    const input = z.strictObject({
      response_format: z.string().optional(),
      partySize: z.int().optional(),
    })
    expect(problemsOf({ name: 'shop_check', input })).toEqual([
      'shop_check: the server adds "response_format" itself; remove the field.',
      'shop_check: the field "partySize" must match ^[a-z][a-z0-9_]{0,62}$.',
    ])
  })

  it('when two modules define it; and all problems are reported together', () => {
    const tool = { name: 'shop_check', tier: 'read', scopes: [] } as const
    const [first, second] = [
      fakeModules([tool]),
      fakeModules([tool, { ...tool, name: 'shop_Bad' }]),
    ]
    const problems = unplaced(
      catalogProblems([...first, ...second].flatMap((module) => module.tools)),
    )
    expect(problems).toEqual([
      expect.stringContaining('shop_Bad'),
      'shop_check: defined by shop and shop.',
    ])
  })
})
