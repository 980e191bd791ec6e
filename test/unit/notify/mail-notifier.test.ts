import { expect, test } from 'vitest'

import type { Mail, MailOutcome } from '../../../src/index.ts'
import { createMailNotifier } from '../../../src/notify/mail-notifier.ts'

const ADA = { id: 'ada', name: 'Ada Moreno', email: 'ada@example.com' }

function notifier(outcome: MailOutcome = { kind: 'accepted' }) {
  const sent: Mail[] = []
  const send = async (mail: Mail) => {
    sent.push(mail)
    return Promise.resolve(outcome)
  }
  return { sent, ...createMailNotifier({ send }) }
}

test('who has an address can be reached, and nobody else', () => {
  const { canReach } = notifier()
  expect(canReach(ADA)).toBe(true)
  expect(canReach({ ...ADA, email: undefined })).toBe(false)
})

test('a notice goes to the address as it is, and the address is told without being given away', async () => {
  const { deliver, sent } = notifier()
  const notice = { to: ADA, subject: 'Your code', text: '4711' }
  expect(await deliver(notice)).toEqual({ ok: true, to: 'a…@example.com' })
  expect(sent).toEqual([
    { to: ADA.email, subject: 'Your code', text: '4711', key: expect.any(String) },
  ])
})

test('two notices are never taken for one mail, even with the same words', async () => {
  const { deliver, sent } = notifier()
  const notice = { to: ADA, subject: 'Your code', text: '4711' }
  await deliver(notice)
  await deliver(notice)
  expect(new Set(sent.map(({ key }) => key)).size).toBe(2)
})

test('an address of one letter is not told by it', async () => {
  const to = { ...ADA, email: 'a@example.com' }
  expect(await notifier().deliver({ to, subject: '', text: '' })).toEqual({
    ok: true,
    to: '…@example.com',
  })
})

test.each(['refused', 'in_doubt'] as const)('a notice that is %s did not arrive', async (kind) => {
  const { deliver } = notifier({ kind, why: 'ETIMEDOUT' })
  const delivery = await deliver({ to: ADA, subject: '', text: '' })
  expect(delivery).toEqual({ ok: false, why: `${kind}: ETIMEDOUT` })
})

test('who has no address gets nothing', async () => {
  const { deliver, sent } = notifier()
  const to = { ...ADA, email: undefined }
  expect(await deliver({ to, subject: '', text: '' })).toMatchObject({ ok: false })
  expect(sent).toEqual([])
})
