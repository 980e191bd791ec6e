import { expect, it } from 'vitest'

import { lint } from '../../../src/lint/lint.ts'
import { RULES } from '../../../src/lint/rules.ts'
import { lintedFrom, type Sketch } from '../../../src/lint/sketch.ts'

function found(sketch: Sketch): readonly string[] {
  const rules = RULES.filter(({ id }) => id === 'hidden-characters')
  return lint(lintedFrom(sketch), rules).map(({ says }) => says)
}

it.each([
  ['a zero-width space', '\u200B', 'U+200B'],
  ['a zero-width joiner', '\u200D', 'U+200D'],
  ['a byte order mark', '\uFEFF', 'U+FEFF'],
  ['a word joiner', '\u2060', 'U+2060'],
  ['a change of direction', '\u202E', 'U+202E'],
  ['an isolate', '\u2066', 'U+2066'],
  ['a tag letter', '\u{E0041}', 'U+E0041'],
  ['a variation selector beyond the first', '\u{E0100}', 'U+E0100'],
  ['a soft hyphen', '\u00AD', 'U+00AD'],
  ['a filler letter', '\u3164', 'U+3164'],
  ['a control sign', '\u0007', 'U+0007'],
  ['an escape', '\u001B', 'U+001B'],
  ['a line separator', '\u2028', 'U+2028'],
  ['a private letter', '\uE000', 'U+E000'],
])('tool poisoning: finds %s, and says which and where', (_what, sign, code) => {
  expect(found({ tool: { returns: `title, ${sign}author and shelf of the book` } })).toEqual([
    `There are hidden characters in "returns": ${code}.`,
  ])
})

const hidden = 'Main\u200BStreet'

it.each([
  ['a title', { title: hidden }, 'its title'],
  ['an example', { examples: [{ title: hidden }] }, 'its examples'],
  [
    'a description of a parameter',
    { parameters: { branch: { description: hidden } } },
    'its input',
  ],
  ['the name of a parameter', { parameters: { [hidden]: {} } }, 'its input'],
  ['a fixed value', { parameters: { branch: { enum: [hidden] } } }, 'its input'],
] satisfies [string, Sketch['tool'], string][])('looks into %s', (_what, tool, place) => {
  expect(found({ tool })).toEqual([`There are hidden characters in ${place}: U+200B.`])
})

it('lets signs pass that can be seen', () => {
  expect(found({ tool: { title: 'Bücher finden – „Düne“ \u2764\uFE0F 日本語\n\tعربي' } })).toEqual(
    [],
  )
})
