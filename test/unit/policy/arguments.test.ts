import { describe, expect, it } from 'vitest'

import { callOf, said, startShop } from '../../support/start-app.ts'

async function ask(tool: string, input: unknown): Promise<string> {
  const { app } = await startShop()
  return said(await app.run(callOf('voice', tool, input)))
}

describe('arguments are forgiven their form', () => {
  const GOOD = '2 of mug are in stock.'
  it.each([
    ['a number as text', { item: 'mug', count: '2' }],
    ['null for an optional field', { item: 'mug', count: 2, gift: null, note: null }],
    ['a boolean as text', { item: 'mug', count: 2, gift: 'True' }],
    ['a choice in another case', { item: 'Mug', count: 2 }],
    ['a list of numbers for a list of texts', { item: 'mug', count: 2, tags: [1, 2] }],
    ['a list as JSON text', { item: 'mug', count: 2, tags: '["a","b"]' }],
    ['all of them as JSON text', '{"item":"mug","count":2}'],
    ['keys of the host', { item: 'mug', count: 2, lk_agents_confirm_duplicate: true }],
  ])('%s', async (_what, input) => {
    expect(await ask('shop_check', input)).toBe(GOOD)
  })

  it('a number for text', async () => {
    expect(await ask('shop_say', { text: 4155550132 })).toBe('4155550132')
  })

  it('but not anything else instead of an object', async () => {
    expect(await ask('shop_heed', 'x')).toContain('must be an object')
  })

  it('in a raw JSON Schema too', async () => {
    expect(await ask('shop_import', { size: '3' })).toBe('Size 3.')
  })
})

describe('arguments are held to their substance, in a usable sentence', () => {
  it.each([
    [
      { item: 'mug', count: 'lots' },
      'count was "lots"; it must be a whole number from 1 to 12. For example 2.',
    ],
    [
      { item: 'mug', count: 40 },
      'count was 40; it must be a whole number from 1 to 12. For example 2.',
    ],
    [
      { item: 'mug', count: 2.5 },
      'count was 2.5; it must be a whole number from 1 to 12. For example 2.',
    ],
    [{ item: 'mug' }, 'count is missing; it must be a whole number from 1 to 12. For example 2.'],
    [
      { item: 'mug', count: null },
      'count was null; it must be a whole number from 1 to 12. For example 2.',
    ],
    [{ item: 'cup', count: 2 }, 'item was "cup"; it must be mug or plate. For example "mug".'],
    [{ itm: 'mug', item: 'mug', count: 2 }, 'There is no field itm. Did you mean item?'],
    [
      { item: 'mug', count: 2, colour: 'red' },
      'There is no field colour. The fields are item, count, gift, note, tags.',
    ],
    [{ item: 'mug', count: 2, gift: 'maybe' }, 'gift was "maybe"; it must be true or false.'],
    [
      { item: 'mug', count: 2, note: 'Hurry!' },
      'note was "Hurry!"; it must be calm, without exclamation marks.',
    ],
    [
      { item: 'mug', count: 2, note: 'x'.repeat(30) },
      `note was "${'x'.repeat(30)}"; it must be text of at most 20 characters.`,
    ],
    [
      { item: 'cup', count: 40 },
      'item was "cup"; it must be mug or plate. For example "mug". count was 40; it must be a whole number from 1 to 12. For example 2.',
    ],
  ])('%j', async (input, sentence) => {
    expect(await ask('shop_check', input)).toBe(`invalid_input: ${sentence}`)
  })

  it('with a raw JSON Schema too', async () => {
    expect(await ask('shop_import', { size: 12 })).toBe(
      'invalid_input: size was 12; it must be a whole number from 1 to 9. For example 3.',
    )
    expect(await ask('shop_import', { size: 1, length: 2 })).toBe(
      'invalid_input: There is no field length. The fields are size.',
    )
    expect(await ask('shop_import', {})).toContain('size is missing')
  })

  it('without repeating a page of what was sent', async () => {
    const sentence = await ask('shop_check', { item: 'x'.repeat(5_000), count: 2 })
    expect(sentence.length).toBeLessThan(200)
  })
})
