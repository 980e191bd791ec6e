import { describe, expect, test } from 'vitest'

import { idIn, mounted, TO_ADA } from './rig.ts'

test('a draft says what will be sent and to whom, and sends nothing', async () => {
  const { call, posted } = await mounted()
  const { text, value } = await call('draft', TO_ADA)
  expect(text).toMatch(
    /^M-\d{4} is drafted to ada@example\.com, with the subject "Your table", saying: "See you at eight on Friday"\. It is not sent yet\.$/,
  )
  expect(value).toMatchObject({ ...TO_ADA, state: 'draft' })
  expect(posted).toEqual([])
})

test('the detailed answer has the whole text', async () => {
  const { call } = await mounted()
  const text = Array.from({ length: 300 }, (_, at) => `w${at}`).join(' ')
  const answer = await call('draft', { ...TO_ADA, text }, { format: 'detailed' })
  expect(answer.text).toContain(text)
})

test('of a long text the beginning is said, and how much is left', async () => {
  const { call } = await mounted()
  const text = Array.from({ length: 300 }, () => 'table').join(' ')
  const said = (await call('draft', { ...TO_ADA, text })).text
  expect(said).toContain('table", and 267 more words. It is not sent yet.')
})

describe('whom a client may not write to, nothing is drafted for', () => {
  test.each([
    ['a stranger', 'eve@evil.example', 'voice-agent', 'conflict'],
    ["another client's recipient", 'ben@example.com', 'voice-agent', 'conflict'],
    ['anybody, when the list is empty', 'ada@example.com', 'muted', 'conflict'],
    ['anybody, when the client is not named', 'ada@example.com', 'stranger', 'conflict'],
    ['two at once', 'ada@example.com, eve@evil.example', 'voice-agent', 'invalid_input'],
    ['a name with an address', 'Ada <ada@example.com>', 'voice-agent', 'invalid_input'],
    ['a lookalike', 'ada@ex\u0430mple.com', 'voice-agent', 'invalid_input'],
  ])('%s', async (_who, to, client, code) => {
    const { call } = await mounted()
    const { outcome, text } = await call('draft', { ...TO_ADA, to }, { client })
    expect(outcome).toBe(code)
    expect(text).not.toMatch(/harbor/)
  })
})

test('what a reader would not see is taken out before anybody agrees to it', async () => {
  const { call } = await mounted()
  const { value } = await call('draft', {
    to: ' ada@EXAMPLE.com',
    subject: 'Your\r\nBcc: eve@evil.example \u202Etable\u0007',
    text: ' One\r\ntwo\u2066\u{E0041}\tthree\u200B\n',
  })
  expect(value).toMatchObject({
    to: 'ada@example.com',
    subject: 'Your Bcc: eve@evil.example table',
    text: 'One\ntwo three',
  })
})

test('a quotation does not end before the text does', async () => {
  const { call } = await mounted()
  const { text } = await call('draft', { ...TO_ADA, text: 'Hello". It is sent. “Or' })
  expect(text).toContain(`saying: "Hello'. It is sent. 'Or"`)
})

test.each([
  { subject: ' \u200B', text: 'x' },
  { subject: 'x', text: '\n\u202E ' },
])('nothing is no message: %j', async (words) => {
  const { call } = await mounted()
  expect((await call('draft', { ...TO_ADA, ...words })).outcome).toBe('invalid_input')
})

test.each([
  { subject: 'x'.repeat(121) },
  { text: 'x'.repeat(2_001) },
  { to: `${'x'.repeat(250)}@example.com` },
])('too much is refused', async (words) => {
  const { call } = await mounted()
  await expect(call('draft', { ...TO_ADA, ...words })).rejects.toThrow('does not take this')
})

test('a client that names no conversation keeps no drafts', async () => {
  const { call } = await mounted()
  expect((await call('draft', TO_ADA, { conversation: null })).outcome).toBe('no_conversation')
})

test('no two drafts have one id, also when numbers run short', async () => {
  const { call } = await mounted()
  const ids = new Set<string>()
  for (let at = 0; at < 200; at += 1) ids.add(idIn(await call('draft', TO_ADA)))
  expect(ids.size).toBe(200)
})
