import { expect, it } from 'vitest'

import { lint } from '../../../src/lint/lint.ts'
import { lintedFrom } from '../../../src/lint/sketch.ts'

const all = lintedFrom({ tool: { name: 'shelf_entry', returns: '' } })

it('only the tools that are asked about are judged', () => {
  const names = (about: readonly string[]) => [
    ...new Set(lint({ ...all, about }).map(({ name }) => name)),
  ]
  expect(names(['library_shelf_entry'])).toEqual(['library_shelf_entry'])
  expect(names([])).toEqual([])
})

it('the others still count as their neighbours', () => {
  const good = lintedFrom({})
  expect(lint({ ...good, about: ['library_find_book'] })).toEqual([])
  const alone = good.tools.filter(({ name }) => name === 'library_find_book')
  expect(lint({ ...good, tools: alone })).not.toEqual([])
})
