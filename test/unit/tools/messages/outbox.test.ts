import { expect, onTestFinished, test } from 'vitest'

import { openDatabase } from '../../../../src/index.ts'
import { createOutbox } from '../../../../tools/messages/outbox.ts'
import { SCHEMA } from '../../../../tools/messages/schema.ts'

const OWNER = { client: 'voice-agent', conversation: 'c1' }
const WORDS = { recipient: 'ada@example.com', subject: 'Your table', text: 'At eight.' }

function outbox(randomInt: (below: number) => number = () => 0) {
  const made = createOutbox({
    database: openDatabase(':memory:', SCHEMA),
    now: () => 0,
    randomInt,
    keepDays: 1,
  })
  onTestFinished(() => made.close())
  return made
}

test.each([
  ['sent', false],
  ['in_doubt', false],
  ['failed', true],
] as const)('what is %s can be begun again: %s', (state, isBegun) => {
  const { draft, begin, settle } = outbox()
  const { number } = draft({ ...OWNER, ...WORDS })
  expect(begin(number, 'key-1')).toBe(true)
  expect(begin(number, 'key-1')).toBe(false)
  settle(number, state)
  expect(begin(number, 'key-1')).toBe(isBegun)
})

test('only what is being sent can come to an end, and only once', () => {
  const { draft, begin, settle, find } = outbox()
  const { number } = draft({ ...OWNER, ...WORDS })
  settle(number, 'sent')
  expect(find(number, OWNER)?.state).toBe('draft')
  begin(number, undefined)
  settle(number, 'in_doubt')
  settle(number, 'failed')
  expect(find(number, OWNER)?.state).toBe('in_doubt')
})

test('numbers grow longer when the short ones are used up, and then run out', () => {
  const { draft } = outbox()
  const numbers = Array.from({ length: 6 }, () => draft({ ...OWNER, ...WORDS }).number)
  expect(numbers).toEqual([1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000])
  expect(() => draft({ ...OWNER, ...WORDS })).toThrow('No number')
})
