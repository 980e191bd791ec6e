import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { CataloguedTool } from '../../../src/diff/catalogue.ts'
import { diffCatalogues } from '../../../src/diff/diff-catalogues.ts'
import { catalogueWith, CHECK, inputOf } from './catalogues.ts'

/** How far a tool has been opened. Each step alone asks less of a caller, or gives it more. */
const openness = fc.record({
  isOptional: fc.boolean(),
  choices: fc.subarray(['c', 'd']),
  room: fc.nat({ max: 5 }),
  newFields: fc.subarray(['gift', 'note']),
  isNullable: fc.boolean(),
  hasPattern: fc.boolean(),
  tier: fc.constantFrom('read' as const, 'write' as const),
  scopes: fc.subarray(['shop:read', 'shop:write']),
  needs: fc.subarray(['owner', 'operator']),
  detailed: fc.boolean(),
})

type Openness = typeof openness extends fc.Arbitrary<infer T> ? T : never

const CLOSED: Openness = {
  isOptional: false,
  choices: [],
  room: 0,
  newFields: [],
  isNullable: false,
  hasPattern: true,
  tier: 'write',
  scopes: ['shop:read', 'shop:write'],
  needs: [],
  detailed: false,
}

function toolWith(open: Openness): CataloguedTool {
  const name = {
    type: 'string',
    maxLength: 10 + open.room,
    ...(open.hasPattern && { pattern: '^a' }),
  }
  const properties = {
    item: { type: 'string', enum: ['a', 'b', ...open.choices] },
    count: { type: 'integer', minimum: 1 - open.room, maximum: 9 + open.room },
    tags: { type: 'array', items: { type: 'string', maxLength: 5 + open.room }, maxItems: 3 },
    name: open.isNullable ? { anyOf: [name, { type: 'null' }] } : name,
    ...Object.fromEntries(open.newFields.map((field) => [field, { type: 'boolean' }])),
  }
  return {
    ...CHECK,
    tier: open.tier,
    scopes: open.scopes,
    needs: ['code', ...open.needs],
    detailed: open.detailed,
    input: inputOf(properties, open.isOptional ? ['item'] : ['item', 'count', 'name']),
  }
}

const OPPOSITE = new Map([
  ['input_wider', 'input_narrower'],
  ['tier_lowered', 'tier_raised'],
  ['scopes_removed', 'scopes_added'],
  ['needs_wider', 'needs_narrower'],
])

describe('opening a tool, in any of its parts', () => {
  const closed = catalogueWith([toolWith(CLOSED)])

  it('is never breaking, and going back always is, change for change', () => {
    fc.assert(
      fc.property(openness, (open) => {
        const opened = catalogueWith([toolWith(open)])
        const there = diffCatalogues(closed, opened)
        const back = diffCatalogues(opened, closed)
        expect(there.filter(({ severity }) => severity !== 'feature')).toEqual([])
        expect(back.filter(({ severity }) => severity !== 'breaking')).toEqual([])
        expect(back.map(({ kind }) => kind).toSorted()).toEqual(
          there.map(({ kind }) => String(OPPOSITE.get(kind))).toSorted(),
        )
      }),
    )
  })

  it('is seen, whichever part it is', () => {
    fc.assert(
      fc.property(openness, (open) => {
        const isSame = JSON.stringify(toolWith(open)) === JSON.stringify(toolWith(CLOSED))
        const seen = diffCatalogues(closed, catalogueWith([toolWith(open)]))
        expect(seen.length === 0).toBe(isSame)
      }),
    )
  })
})
