import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { CataloguedTool } from '../../../src/diff/catalogue.ts'
import { diffCatalogues } from '../../../src/diff/diff-catalogues.ts'
import { versionProblems } from '../../../src/diff/version-problems.ts'
import { TIERS } from '../../../src/kernel/tier.ts'
import { argumentObjects, inputSchemas, schemaPairs } from './arbitrary-schemas.ts'
import { catalogueWith, CHECK } from './catalogues.ts'

const words = fc.subarray(['a', 'b', 'c'])

const tools: fc.Arbitrary<readonly CataloguedTool[]> = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('shop_a', 'shop_b', 'shop_c', 'shop_d'),
    title: fc.constantFrom('One', 'Two'),
    tier: fc.constantFrom(...TIERS),
    scopes: words,
    needs: words,
    gives: words,
    detailed: fc.boolean(),
    description: fc.constantFrom('One.', 'Two.'),
    input: inputSchemas,
    output: inputSchemas,
  }),
  { selector: ({ name }) => name },
)

const inputs = (input: CataloguedTool['input']) => catalogueWith([{ ...CHECK, input }])

function changed(before: CataloguedTool['input'], after: CataloguedTool['input']) {
  return diffCatalogues(inputs(before), inputs(after))
}

const ajv = new Ajv2020({ strict: false })

describe('for any catalogues', () => {
  it('there is nothing between one and itself, however it is written down', () => {
    fc.assert(
      fc.property(tools, (own) => {
        const catalogue = catalogueWith(own)
        const again = JSON.parse(JSON.stringify(catalogueWith(own.toReversed())))
        expect(diffCatalogues(catalogue, again)).toEqual([])
        expect(versionProblems(catalogue, again)).toEqual([])
      }),
    )
  })

  it('what one way adds, the other way removes', () => {
    const mirror = new Map([
      ['tool_added', 'tool_removed'],
      ['tool_removed', 'tool_added'],
      ['tier_raised', 'tier_lowered'],
      ['tier_lowered', 'tier_raised'],
      ['scopes_added', 'scopes_removed'],
      ['scopes_removed', 'scopes_added'],
      ['needs_narrower', 'needs_wider'],
      ['needs_wider', 'needs_narrower'],
      ['gives_added', 'gives_removed'],
      ['gives_removed', 'gives_added'],
      ['title_changed', 'title_changed'],
      ['description_changed', 'description_changed'],
    ])
    const facts = tools.map((all) => all.map((tool) => ({ ...tool, ...SCHEMAS })))
    fc.assert(
      fc.property(facts, facts, (one, other) => {
        const [old, now] = [catalogueWith(one), catalogueWith(other)]
        const there = diffCatalogues(old, now).map(({ kind }) => kind)
        const back = diffCatalogues(now, old).map(({ kind }) => kind)
        // A renamed tool may be paired with another of several alike, in either direction.
        fc.pre(!there.includes('tool_renamed') && !back.includes('tool_renamed'))
        expect(inOrder(there.map((kind) => mirror.get(kind)))).toEqual(inOrder(back))
      }),
    )
  })

  it('a version that rises by a major number always follows, and one that stays only for nothing', () => {
    fc.assert(
      fc.property(tools, tools, (one, other) => {
        const old = catalogueWith(one)
        expect(versionProblems(old, catalogueWith(other, '2.0.0'))).toEqual([])
        const isSame = diffCatalogues(old, catalogueWith(other)).length === 0
        expect(versionProblems(old, catalogueWith(other)).length === 0).toBe(isSame)
      }),
    )
  })
})

function inOrder(kinds: readonly (string | undefined)[]): readonly string[] {
  return kinds.map(String).toSorted()
}

const SCHEMAS = { detailed: CHECK.detailed, input: CHECK.input, output: CHECK.output }

describe('for any two input schemas', () => {
  it('a change that is not breaking refuses nothing that was accepted', () => {
    fc.assert(
      fc.property(schemaPairs, fc.array(argumentObjects, SOME), ([before, after], values) => {
        fc.pre(!changed(before, after).some(({ severity }) => severity === 'breaking'))
        const [old, now] = [ajv.compile(before), ajv.compile(after)]
        expect(values.filter((value) => old(value) && !now(value))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

const SOME = { minLength: 20, maxLength: 40 }
