import fc from 'fast-check'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'

import type { Mail } from '../../../src/index.ts'
import { createSmtpMailer, type SmtpSettings } from '../../../src/notify/smtp-mailer.ts'
import { turnedClock } from '../../../src/testing/turned-clock.ts'
import { startSmtpServer, type TestSmtpServer } from '../../support/smtp-server.ts'
import { scriptedServer, STAGES, type Deed, type Stage } from './scripted-smtp.ts'

const PASSWORD = 'correct horse battery'

const MAIL: Mail = {
  to: 'ada@example.com',
  subject: 'Your table',
  text: 'See you at eight.',
  key: 'message-1',
}

function settingsFor(port: number, more: Partial<SmtpSettings> = {}): SmtpSettings {
  return {
    host: '127.0.0.1',
    port,
    tls: false,
    from: 'Harbor Table <desk@harbor.example>',
    user: undefined,
    password: () => undefined,
    ...more,
  }
}

function mailerTo(port: number, more: Partial<SmtpSettings> = {}) {
  const clock = turnedClock('2026-03-10T17:00:00Z')
  return { mailer: createSmtpMailer(settingsFor(port, more), clock), clock }
}

/** Sends to a server that does something else at one stage. */
async function sendTo(at: Stage, deed: Deed, replies = {}) {
  const server = await scriptedServer(at, deed, replies)
  const { mailer, clock } = mailerTo(server.port)
  const sent = mailer.send(MAIL)
  if (deed === 'hang') {
    await server.reached
    clock.turn(3_000)
  }
  return { outcome: await sent, heard: server.heard }
}

/** Whether the server may have the mail by then. */
const afterText = (stage: Stage) => (stage === 'text' ? 'in_doubt' : 'refused')

describe('a lost exchange is in doubt from the moment the text went out, and refused before', () => {
  const cases = STAGES.flatMap((stage) =>
    (['drop', 'reset', 'hang'] as const).map((deed) => [stage, deed, afterText(stage)] as const),
  )

  test.each(cases)('at %s, by a %s: %s', async (stage, deed, kind) => {
    const { outcome } = await sendTo(stage, deed)
    expect(outcome).toMatchObject({ kind })
  })

  test.each(cases)(
    'at %s, by a %s, of a server that takes commands in batches: %s',
    async (stage, deed, kind) => {
      const { outcome } = await sendTo(stage, deed, { EHLO: '250-scripted\r\n250 PIPELINING' })
      expect(outcome).toMatchObject({ kind })
    },
  )
})

describe("the server's own refusal is certain", () => {
  /** A server that refuses EHLO is old, and is spoken to with HELO. */
  const stages = STAGES.filter((stage) => stage !== 'EHLO')

  test.each(stages)('at %s, for good', async (stage) => {
    const { outcome } = await sendTo(stage, { say: '550 5.7.1 ada@example.com is unwelcome\r\n' })
    expect(outcome).toEqual({ kind: 'refused', why: expect.stringContaining('550 5.7.1') })
  })

  test.each(stages)('at %s, for now', async (stage) => {
    const { outcome } = await sendTo(stage, { say: '451 later\r\n' })
    expect(outcome).toEqual({ kind: 'refused', why: expect.stringContaining('451') })
  })

  test('a farewell in place of the last answer is one, too', async () => {
    const { outcome } = await sendTo('text', { say: '421 closing\r\n' })
    expect(outcome).toMatchObject({ kind: 'refused' })
  })
})

describe('a last answer that is neither a yes nor a no is a doubt', () => {
  test.each(['354 go on\r\n', 'what?\r\n', '999 hm\r\n'])('%j', async (say) => {
    const { outcome } = await sendTo('text', { say })
    expect(outcome).toMatchObject({ kind: 'in_doubt' })
  })
})

test('the time is measured over the whole exchange, and a slow server is left', async () => {
  const server = await scriptedServer('RCPT', 'hang')
  const { mailer, clock } = mailerTo(server.port)
  let outcome: object | undefined
  const sent = mailer.send(MAIL).then((made) => (outcome = made))
  await server.reached
  clock.turn(2_999)
  await setImmediate()
  expect(outcome).toBeUndefined()
  clock.turn(1)
  await sent
  expect(outcome).toEqual({ kind: 'refused', why: 'ETIMEDOUT' })
  expect(server.heard).not.toContain('DATA')
})

test('where nobody listens, nothing was taken', async () => {
  const server = await startSmtpServer()
  await server.stop()
  const outcome = await mailerTo(server.port).mailer.send(MAIL)
  expect(outcome).toEqual({ kind: 'refused', why: 'ESOCKET (ECONNREFUSED) at CONN' })
})

test('a mail that was taken is accepted, also when the server hangs up without a farewell', async () => {
  const server = await scriptedServer(undefined, 'drop', { QUIT: '' })
  expect(await mailerTo(server.port).mailer.send(MAIL)).toEqual({ kind: 'accepted' })
})

describe('secrets', () => {
  const login = { user: 'desk', password: () => PASSWORD }
  const spoken = Buffer.from(`\0desk\0${PASSWORD}`).toString('base64')

  test('what went wrong is told by codes alone, whatever the server says', async () => {
    const server = await scriptedServer(undefined, 'drop', {
      EHLO: '250-scripted\r\n250 AUTH PLAIN',
      AUTH: `535 5.7.8 no ${PASSWORD} ${spoken} for ada@example.com`,
    })
    const outcome = await mailerTo(server.port, login).mailer.send(MAIL)
    expect(outcome).toEqual({ kind: 'refused', why: 'EAUTH at AUTH PLAIN with 535 5.7.8' })
  })

  test('a password is not said in the clear beyond this machine', async () => {
    const server = await scriptedServer(undefined, 'drop', {
      EHLO: '250-scripted\r\n250 AUTH PLAIN',
      AUTH: '235 welcome',
    })
    const { mailer } = mailerTo(server.port, { ...login, host: '0.0.0.0' })
    expect(await mailer.send(MAIL)).toMatchObject({ kind: 'refused' })
    expect(server.heard.join('\n')).not.toContain(spoken)
    expect(server.heard.join('\n')).not.toContain('MAIL')
  })

  test('a server that knows no TLS is not spoken to where TLS was asked for', async () => {
    const server = await scriptedServer(undefined)
    const { mailer } = mailerTo(server.port, { ...login, tls: true })
    expect(await mailer.send(MAIL)).toMatchObject({ kind: 'refused' })
    expect(server.heard.join('\n')).not.toContain('MAIL')
  })

  test('who is to log in, and cannot, sends nothing', async () => {
    const server = await scriptedServer(undefined, 'drop', { AUTH: '502 what is that' })
    expect(await mailerTo(server.port, login).mailer.send(MAIL)).toMatchObject({ kind: 'refused' })
    expect(server.heard.join('\n')).not.toContain('MAIL')
  })
})

test.each(['', 'nobody', 'a@b.example, c@d.example', 'desk@harbor.example\r\nBcc: x@y.example'])(
  'a sender that is not one is told at once: %j',
  (from) => {
    expect(() =>
      createSmtpMailer(settingsFor(25, { from }), turnedClock('2026-03-10T17:00:00Z')),
    ).toThrow('is not one sender')
  },
)

describe('with a real server', () => {
  let server: TestSmtpServer
  beforeAll(async () => {
    server = await startSmtpServer()
  })
  afterAll(() => server.stop())
  beforeEach(() => server.breakAt(undefined))

  test('a mail arrives as it was written', async () => {
    const text = 'Grüße aus dem Hafen.\n\n.\n..\nBis acht! '.concat('x'.repeat(1_200))
    const { mailer } = mailerTo(server.port)
    expect(await mailer.send({ ...MAIL, subject: 'Tisch für zwölf – heute', text })).toEqual({
      kind: 'accepted',
    })
    const mail = await server.nextMail()
    expect(mail).toMatchObject({
      subject: 'Tisch für zwölf – heute',
      from: 'Harbor Table <desk@harbor.example>',
      to: 'ada@example.com',
      text,
      envelope: { from: 'desk@harbor.example', to: ['ada@example.com'] },
    })
    expect(mail.headers['auto-submitted']).toBe('auto-generated')
  })

  test('the same key makes the same Message-ID, another key another, and none shows its key', async () => {
    const { mailer } = mailerTo(server.port)
    for (const key of ['one', 'one', 'two']) await mailer.send({ ...MAIL, key })
    const [first, again, other] = [
      await server.nextMail(),
      await server.nextMail(),
      await server.nextMail(),
    ].map(({ messageId }) => messageId)
    expect(first).toMatch(/^<[\da-f]{32}@harbor\.example>$/)
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  test.each(['\r', '\n', '\r\n', '\u2028', '\0'])(
    'a break %j in the subject or in the recipient sends nothing',
    async (brk) => {
      const { mailer } = mailerTo(server.port)
      const before = await server.mails()
      const bcc = `${brk}Bcc: eve@evil.example`
      const outcomes = [
        await mailer.send({ ...MAIL, subject: `Your table${bcc}` }),
        await mailer.send({ ...MAIL, to: `ada@example.com${bcc}` }),
      ]
      expect(outcomes.map(({ kind }) => kind)).toEqual(['refused', 'refused'])
      expect(await server.mails()).toEqual(before)
    },
  )

  test.each(['Ada <ada@example.com>', 'ada@example.com, eve@evil.example', 'ada@example.com>', ''])(
    'what is not one address is written to nobody: %j',
    async (to) => {
      const before = await server.mails()
      expect(await mailerTo(server.port).mailer.send({ ...MAIL, to })).toEqual({
        kind: 'refused',
        why: 'the recipient is not one plain address',
      })
      expect(await server.mails()).toEqual(before)
    },
  )

  test('whatever the text is, there is one mail, to one recipient, with our headers alone', async () => {
    const { mailer } = mailerTo(server.port)
    await mailer.send(MAIL)
    const usual = Object.keys((await server.nextMail()).headers)
    const piece = fc.constantFrom(
      '\r',
      '\n',
      '\r\n',
      '.',
      'Bcc: eve@evil.example',
      'QUIT',
      'DATA',
      'ü',
      ' ',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 12 }), async (pieces) => {
        const before = (await server.mails()).length
        expect(await mailer.send({ ...MAIL, text: pieces.join('') })).toEqual({ kind: 'accepted' })
        const mail = await server.nextMail()
        expect(await server.mails()).toHaveLength(before + 1)
        expect(mail.envelope.to).toEqual(['ada@example.com'])
        expect(Object.keys(mail.headers)).toEqual(usual)
        expect(mail.text).toBe(pieces.join('').replaceAll(/\r\n?/g, '\n').trimEnd())
      }),
      { numRuns: 25 },
    )
  })

  test('an answer that is lost after the server took the mail is a doubt, and rightly so', async () => {
    await server.breakAt({ at: 'reply', how: 'drop' })
    expect(await mailerTo(server.port).mailer.send(MAIL)).toMatchObject({ kind: 'in_doubt' })
    expect(await server.nextMail()).toMatchObject({ text: MAIL.text })
  })

  test.each([
    ['connect', 'drop'],
    ['mail', 'reject'],
    ['rcpt', 'reject'],
    ['data', 'reject'],
  ] as const)('a mail that is refused at %s, by %s, was not taken', async (at, how) => {
    const before = await server.mails()
    await server.breakAt({ at, how, code: 554 })
    expect(await mailerTo(server.port).mailer.send(MAIL)).toMatchObject({ kind: 'refused' })
    expect(await server.mails()).toEqual(before)
  })
})

test('a server that wants to know who comes is told', async () => {
  const server = await startSmtpServer({ user: 'desk', password: PASSWORD })
  onTestFinished(() => server.stop())
  const known = mailerTo(server.port, { user: 'desk', password: () => PASSWORD }).mailer
  const stranger = mailerTo(server.port, { user: 'desk', password: () => 'wrong' }).mailer
  expect(await known.send(MAIL)).toEqual({ kind: 'accepted' })
  expect(await stranger.send(MAIL)).toEqual({
    kind: 'refused',
    why: 'EAUTH at AUTH PLAIN with 535',
  })
  expect(await server.mails()).toHaveLength(1)
})
