import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { catalogueOf } from '../../../src/diff/catalogue.ts'
import { readCatalogue } from '../../../src/diff/read-catalogue.ts'
import { fakeModules } from '../../support/fake-tools.ts'
import { shopModule } from '../../support/shop.ts'
import { MODULES } from '../../../tools/index.ts'
import { catalogueWith, CHECK } from './catalogues.ts'

const written = (catalogue: object) => readCatalogue(JSON.stringify(catalogue))

describe('a catalogue', () => {
  it('holds all that a model or a client can notice of a tool', () => {
    const [shop] = catalogueOf([shopModule().module]).modules
    expect(shop?.version).toBe('1.0.0')
    expect(shop?.tools.find(({ name }) => name === 'shop_unlock')).toStrictEqual({
      name: 'shop_unlock',
      title: 'Unlock',
      tier: 'write',
      scopes: ['shop:read'],
      needs: [],
      gives: ['owner'],
      detailed: false,
      description: expect.stringMatching(/^Prove who is calling\. Call this when /),
      input: { type: 'object', properties: {}, required: [], additionalProperties: false },
    })
  })

  it('is read back as it was written', () => {
    const catalogue = catalogueOf([...MODULES, shopModule().module])
    expect(written(catalogue)).toStrictEqual({ ok: true, catalogue })
  })

  it('does not depend on the order in which modules and tools are listed', () => {
    const tools = ['shop_b', 'shop_a', 'desk_a', 'bar_c'].map(
      (name) => ({ name, tier: 'read', scopes: [] }) as const,
    )
    const expected = JSON.stringify(catalogueOf(fakeModules(tools)))
    fc.assert(
      fc.property(fc.shuffledSubarray(tools, { minLength: tools.length }), (shuffled) => {
        expect(JSON.stringify(catalogueOf(fakeModules(shuffled)))).toBe(expected)
      }),
    )
  })
})

describe('what is not a catalogue', () => {
  const remedy = 'make one with: toolcrib catalog --out FILE.'

  it.each([
    ['', `is not JSON with a catalogue in it; ${remedy}`],
    ['[]', `is not JSON with a catalogue in it; ${remedy}`],
    ['{"tools": []}', `is not a catalogue of Toolcrib; ${remedy}`],
    ['{"format": 2}', 'has the format 2, and this version of Toolcrib reads format 1 only.'],
  ])('says so: %s', (text, why) => {
    expect(readCatalogue(text)).toStrictEqual({ ok: false, why })
  })

  it.each([
    [{ version: 'one' }, 'modules.0.version: is not a semantic version'],
    [{ tools: [{ ...CHECK, tier: 'mild' }] }, 'modules.0.tools.0.tier: '],
    [{ colour: 'red' }, 'modules.0: Unrecognized key: "colour"'],
  ])('says where it is damaged: %o', (damage, place) => {
    const [shop] = catalogueWith([CHECK]).modules
    const read = written({ format: 1, modules: [{ ...shop, ...damage }] })
    expect(read).toMatchObject({ ok: false, why: expect.stringContaining(place) })
  })
})
