import { describe, expect, it } from 'vitest'

import { lintModule, passes } from '../../src/linting.ts'
import customers from '../../tools/customers/module.ts'
import reservations from '../../tools/reservations/module.ts'
import { GOOD, moduleOf, tool } from '../support/bad-module.ts'

const rulesIn = async (...given: Parameters<typeof lintModule>) =>
  (await lintModule(...given)).map(({ rule, name }) => `${rule} ${name}`)

describe('a module that is linted', () => {
  it('is left in peace when it is good', async () => {
    const findings = await lintModule(moduleOf('library', tool(GOOD)))
    expect(findings).toEqual([])
    expect(passes(findings, true)).toBe(true)
  })

  it('hears what is wrong with its tools, and with what they really answer', async () => {
    const bad = tool({ ...GOOD, title: '', concise: () => 'See https://example.com/dune.' })
    const findings = await lintModule(moduleOf('library', bad))
    expect(findings.map(({ rule }) => rule)).toContain('return-concise-speakable')
    expect(findings.every(({ name }) => name === 'library_find_book')).toBe(true)
    expect(passes(findings)).toBe(false)
  })

  it('knows the tools of the modules beside it, and says nothing about them', async () => {
    const twin = tool({ ...GOOD, avoidWhen: 'the reader knows the shelf; use shop_find_book' })
    const library = moduleOf('library', twin)
    expect(await rulesIn(library)).toContain('describe-neighbour-missing library_find_book')
    const beside = [moduleOf('shop', tool(GOOD))]
    const found = await rulesIn(library, { beside })
    expect(found).not.toContain('describe-neighbour-missing library_find_book')
    expect(found.some((each) => each.endsWith(' shop_find_book'))).toBe(false)
  })

  it('is opened with its configuration', async () => {
    const config = { country: 'US', demoData: true }
    expect(await lintModule(customers, { config, beside: [reservations] })).toEqual([])
    await expect(lintModule(customers)).rejects.toThrow('country')
  })
})
