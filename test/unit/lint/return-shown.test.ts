import { expect, it } from 'vitest'

import { lint } from '../../../src/lint/lint.ts'
import type { ShownReply } from '../../../src/lint/linted.ts'
import { lintedFrom } from '../../../src/lint/sketch.ts'

const good = lintedFrom({})

/** What all rules say of the good tool, had it answered like this. */
function saysOf(...replies: readonly ShownReply[]): readonly string[] {
  const all = { ...good, replies: new Map(good.replies).set('library_find_book', replies) }
  return lint(all).map(({ rule, says }) => `${rule}: ${says}`)
}

const UNSEEN =
  'return-shown: No example led to an answer, and it has no samples. Give "samples": values as its handler returns them.'

it('a tool that was only heard refusing has not shown how it answers', () => {
  const refusal = { to: 'example 1', kind: 'refusal', concise: 'There is no such book.' } as const
  expect(saysOf(refusal)).toEqual([UNSEEN])
  expect(saysOf(refusal, { to: 'sample 1', kind: 'value', concise: 'It is here.' })).toEqual([])
})

it('a refusal is judged like any answer', () => {
  const refusal = { to: 'example 1', kind: 'refusal', concise: 'Not before 2026-03-13.' } as const
  expect(saysOf(refusal, { to: 'sample 1', kind: 'value', concise: 'It is here.' })).toEqual([
    'return-concise-speakable: The concise answer to example 1 holds a date in digits (2026-03-13).',
  ])
})

it('what a bug threw is told once, and not judged as an answer', () => {
  const fault = { to: 'example 1', kind: 'fault', concise: 'GET https://a.example/{id}' } as const
  expect(saysOf(fault)).toEqual([
    'return-shown: It failed on example 1: GET https://a.example/{id}',
  ])
})

it('nothing is asked of answers that nobody made', () => {
  const { replies: _unknown, ...unheard } = good
  expect(lint(unheard)).toEqual([])
})
