import { expect, test } from 'vitest'

import type { MailOutcome } from '../../../../src/index.ts'
import { mounted, TO_ADA } from './rig.ts'

test.each([
  [{ kind: 'accepted' }, 'sent', 'was sent.'],
  [{ kind: 'refused', why: '' }, 'failed', 'It can be sent again.'],
  [{ kind: 'in_doubt', why: '' }, 'in_doubt', 'Do not send it again'],
] as const)('after %j a message is %s', async (outcome, state, words) => {
  const { drafted, send, check } = await mounted({ post: async () => Promise.resolve(outcome) })
  const id = await drafted()
  await send(id)
  const answer = await check(id)
  expect(answer.value).toEqual({ message_id: id, ...TO_ADA, state })
  expect(answer.text).toContain(words)
})

test('a draft is not sent yet, and a message under way is being sent', async () => {
  const sending = Promise.withResolvers<MailOutcome>()
  const { drafted, send, check } = await mounted({ post: () => sending.promise })
  const id = await drafted()
  expect((await check(id)).value['state']).toBe('draft')
  const sent = send(id)
  expect((await check(id)).value['state']).toBe('sending')
  sending.resolve({ kind: 'accepted' })
  await sent
  expect((await check(id)).value['state']).toBe('sent')
})

test('the detailed answer has the whole message', async () => {
  const { drafted, check } = await mounted()
  const id = await drafted()
  expect((await check(id, { format: 'detailed' })).text).toBe(
    `${id} (draft)\nTo: ada@example.com\nSubject: Your table\n\nSee you at eight on Friday.`,
  )
})

test('messages are kept for as long as is configured, and one in doubt until somebody has looked', async () => {
  const outcomes: MailOutcome[] = [{ kind: 'in_doubt', why: '' }, { kind: 'accepted' }]
  const { drafted, send, check, clock } = await mounted({
    post: async () => Promise.resolve(outcomes.shift() ?? { kind: 'accepted' }),
  })
  const [doubted, sent, left] = [await drafted(), await drafted(), await drafted()]
  await send(doubted)
  await send(sent)
  clock.turn(30 * 86_400_000)
  await drafted()
  expect((await check(sent)).outcome).toBe('ok')
  clock.turn(1)
  await drafted()
  expect((await check(sent)).outcome).toBe('not_found')
  expect((await check(left)).outcome).toBe('not_found')
  expect((await check(doubted)).value['state']).toBe('in_doubt')
})
