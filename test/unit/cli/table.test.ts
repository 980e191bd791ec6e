import { expect, test } from 'vitest'

import { table } from '../../../src/cli/table.ts'

const plain = (_style: unknown, text: string): string => text

test('columns line up, and numbers stand to the right with their thousands set apart', () => {
  const rows = [
    ['reservations_check', 'read', 342],
    ['verify', 'write', 12_418],
  ]
  expect(table(['TOOL', 'TIER', 'TOKENS'], rows, plain)).toBe(
    [
      'TOOL                TIER   TOKENS',
      'reservations_check  read      342',
      'verify              write  12,418',
    ].join('\n'),
  )
})

test('no line ends in spaces', () => {
  const lines = table(
    ['A', 'B'],
    [
      ['one', ''],
      ['', 'two'],
    ],
    plain,
  ).split('\n')
  expect(lines).toStrictEqual(['A    B', 'one', '     two'])
})

test('a sign counts once, however many units it is made of', () => {
  expect(
    table(
      ['NAME', 'N'],
      [
        ['Zoë', 1],
        ['👩‍🍳', 2],
      ],
      plain,
    ),
  ).toBe(['NAME  N', 'Zoë   1', '👩‍🍳     2'].join('\n'))
})

test('only the head is painted', () => {
  const marked = table(['A'], [['x']], (_style, text) => `<${text}>`)
  expect(marked).toBe('<A>\nx')
})

test('a table without rows is its head', () => {
  expect(table(['ID', 'CLIENT'], [], plain)).toBe('ID  CLIENT')
})
