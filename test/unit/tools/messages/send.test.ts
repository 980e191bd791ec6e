import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { openDatabase, type MailOutcome } from '../../../../src/index.ts'
import { SCHEMA } from '../../../../tools/messages/schema.ts'
import { ALLOW, mounted, TO_ADA } from './rig.ts'

const REFUSED = { kind: 'refused', why: 'EENVELOPE at RCPT TO with 550' } as const
const IN_DOUBT = { kind: 'in_doubt', why: 'ECONNECTION at CONN' } as const

test('postmark-mcp: a draft is sent as it was drafted, to nobody else, and once', async () => {
  const { drafted, send, posted } = await mounted()
  const id = await drafted()
  expect(await send(id)).toMatchObject({
    outcome: 'ok',
    text: `${id} to ada@example.com was sent.`,
  })
  expect(posted).toEqual([{ ...TO_ADA, key: expect.any(String) }])
})

test('an id is understood as it is said', async () => {
  const { drafted, send } = await mounted()
  const id = await drafted()
  expect((await send(` ${id.toLowerCase().replace('-', ' ')} `)).outcome).toBe('ok')
})

describe('the plan', () => {
  test('is all that will be sent, and a sentence made of it', async () => {
    const { drafted, plan, posted } = await mounted()
    const id = await drafted()
    expect(await plan(id.toLowerCase())).toEqual({
      resolved: { message_id: id, ...TO_ADA },
      readBack: `send ${id} to ada@example.com, with the subject "Your table", saying: "See you at eight on Friday"`,
    })
    expect(posted).toEqual([])
  })

  test('is never longer than can be listened to', async () => {
    const { drafted, plan } = await mounted()
    for (const text of ['x'.repeat(2_000), 'word '.repeat(399), `a${'😀'.repeat(900)}`]) {
      const made = await plan(await drafted({ ...TO_ADA, text }))
      if (!('readBack' in made)) throw new Error('It was refused.')
      expect(made.readBack.length).toBeLessThan(350)
      expect(made.readBack.isWellFormed()).toBe(true)
      expect(made.readBack).toMatch(/saying: "\S{4}.{70,200}", and [\d,]+ more words?$/u)
    }
  })

  test('is refused for what cannot be sent, so that nobody is asked for a code in vain', async () => {
    const outcomes: MailOutcome[] = [{ kind: 'accepted' }, IN_DOUBT, REFUSED]
    const post = async () => Promise.resolve(outcomes.shift() ?? REFUSED)
    const { drafted, plan, send } = await mounted({ post })
    const [sent, doubted, failed] = [await drafted(), await drafted(), await drafted()]
    for (const id of [sent, doubted, failed]) await send(id)
    expect(await plan(sent)).toMatchObject({ refused: 'conflict' })
    expect(await plan(doubted)).toMatchObject({ refused: 'in_doubt' })
    expect(await plan(failed)).toHaveProperty('readBack')
  })
})

describe("S24: somebody else's draft is as good as none", () => {
  test.each([
    ['another conversation', { conversation: 'c2' }],
    ['another client in a conversation of the same id', { client: 'back-office' }],
  ])('%s', async (_who, other) => {
    const { drafted, send, plan, check, posted } = await mounted()
    const id = await drafted()
    const none = await mounted()
    for (const act of ['send', 'check', 'plan'] as const) {
      const answer = await { send, check, plan }[act](id, other)
      expect(answer).toEqual(await none[act]('M-9999', other))
      expect(answer).toMatchObject({ text: expect.stringContaining('no such message') })
    }
    expect(posted).toEqual([])
  })

  test('nor is one found without a conversation, or under what is no id', async () => {
    const { drafted, send } = await mounted()
    const id = await drafted()
    expect((await send(id, { conversation: null })).outcome).toBe('no_conversation')
    for (const wrong of ['', 'M-0', 'M-01842', 'R-1842', '%', 'M-18e2'])
      expect((await send(wrong)).outcome, wrong).toBe('invalid_input')
  })
})

describe('never twice', () => {
  test('twenty at once give one mail, and one of them says that it was sent', async () => {
    const sending = Promise.withResolvers<MailOutcome>()
    const { drafted, send, posted } = await mounted({ post: () => sending.promise })
    const id = await drafted()
    const calls = Array.from({ length: 20 }, (_, at) => send(id, { operationKey: `key-${at}` }))
    sending.resolve({ kind: 'accepted' })
    const outcomes = (await Promise.all(calls)).map(({ outcome }) => outcome)
    expect(posted).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'in_doubt')).toHaveLength(19)
  })

  test('also by several processes on one database', async () => {
    const sending = Promise.withResolvers<MailOutcome>()
    const post = () => sending.promise
    const first = await mounted({ post })
    const others = await Promise.all([1, 2, 3].map(() => mounted({ post, dir: first.dir })))
    const id = await first.drafted()
    const calls = [first, ...others].map(({ send }) => send(id))
    sending.resolve({ kind: 'accepted' })
    await Promise.all(calls)
    expect([first, ...others].flatMap(({ posted }) => posted)).toHaveLength(1)
  })

  test('also when another process begins in between, whatever comes of it there', async () => {
    const outcomes: MailOutcome[] = [{ kind: 'accepted' }, IN_DOUBT]
    for (const outcome of outcomes) {
      const first = await mounted()
      const other = await mounted({ dir: first.dir, post: async () => Promise.resolve(outcome) })
      const id = await first.drafted()
      /** Asked after the message was found to be a draft, and before it is begun. */
      const signal = Object.defineProperty(new AbortController().signal, 'aborted', {
        get: () => {
          void other.send(id)
          return false
        },
      })
      expect((await first.send(id, { signal })).outcome).toBe('in_doubt')
      expect([first.posted.length, other.posted.length]).toEqual([0, 1])
    }
  })

  test.each(['operation-1', 'operation-2'])(
    'a retry hears the truth, under %s',
    async (operationKey) => {
      const { drafted, send, posted } = await mounted()
      const id = await drafted()
      await send(id)
      expect(await send(id, { operationKey })).toMatchObject({
        outcome: 'ok',
        value: { state: 'sent' },
      })
      expect(posted).toHaveLength(1)
    },
  )

  test('what is in doubt stays so, whoever asks and however late', async () => {
    const { drafted, send, clock, posted } = await mounted({
      post: async () => Promise.resolve(IN_DOUBT),
    })
    const id = await drafted()
    const first = await send(id)
    clock.turn(365 * 86_400_000)
    expect(first).toMatchObject({
      outcome: 'in_doubt',
      text: expect.stringContaining('Do not send it again'),
    })
    expect(await send(id, { operationKey: 'another' })).toEqual(first)
    expect(posted).toHaveLength(1)
  })

  test('a process that died while it sent leaves a doubt', async () => {
    const { drafted, send, dir, clock } = await mounted({ post: () => new Promise(() => {}) })
    const id = await drafted()
    void send(id)
    const next = await mounted({ dir })
    expect((await next.send(id)).outcome).toBe('in_doubt')
    next.clock.turn(clock.now() + 60_000 - next.clock.now())
    expect((await next.send(id)).text).toContain('It is not certain')
    expect((await next.check(id)).value['state']).toBe('in_doubt')
    expect(next.posted).toEqual([])
  })

  test('it is on disk, with its key, before the mail server hears of it', async () => {
    const seen: unknown[] = []
    const { drafted, send, dir } = await mounted({
      post: async () => {
        const other = openDatabase(join(dir, 'messages.db'), SCHEMA)
        seen.push(...other.prepare('SELECT state, operation_key FROM messages').all())
        other.close()
        return Promise.resolve({ kind: 'accepted' })
      },
    })
    await send(await drafted(), { operationKey: 'operation-7' })
    expect(seen).toEqual([{ state: 'sending', operation_key: 'operation-7' }])
  })

  test.each([
    [{ kind: 'accepted' }, 'ok'],
    [REFUSED, 'in_doubt'],
    [IN_DOUBT, 'in_doubt'],
  ] as const)(
    'when the books cannot be written any more, after %j it answers %s, and sends no more',
    async (outcome, answer) => {
      const { drafted, send, dir, posted } = await mounted({
        post: async () => {
          const other = openDatabase(join(dir, 'messages.db'), SCHEMA)
          other.exec(`CREATE TRIGGER IF NOT EXISTS broken BEFORE UPDATE ON messages
                      BEGIN SELECT raise(ABORT, 'disk full'); END`)
          other.close()
          return Promise.resolve(outcome)
        },
      })
      const id = await drafted()
      expect((await send(id)).outcome).toBe(answer)
      expect((await send(id)).outcome).toBe('in_doubt')
      expect(posted).toHaveLength(1)
    },
  )
})

test('a mail that the server did not take can be sent again, as the same mail', async () => {
  const outcomes: MailOutcome[] = [REFUSED, { kind: 'accepted' }]
  const { drafted, send, check, posted } = await mounted({
    post: async () => Promise.resolve(outcomes.shift() ?? REFUSED),
  })
  const id = await drafted()
  expect(await send(id)).toMatchObject({
    outcome: 'conflict',
    text: expect.stringContaining('not sent'),
  })
  expect((await check(id)).value['state']).toBe('failed')
  expect((await send(id, { operationKey: 'operation-2' })).outcome).toBe('ok')
  expect(posted[1]).toEqual(posted[0])
})

test('two messages with the same words are two mails', async () => {
  const { drafted, send, posted } = await mounted()
  for (const id of [await drafted(), await drafted()]) await send(id)
  expect(new Set(posted.map(({ key }) => key)).size).toBe(2)
})

test('a call that nobody waits for any more sends nothing, and leaves the draft as it was', async () => {
  const { drafted, send, posted } = await mounted()
  const id = await drafted()
  expect((await send(id, { signal: AbortSignal.abort() })).outcome).toBe('cancelled')
  expect(posted).toEqual([])
  expect((await send(id)).outcome).toBe('ok')
})

test('who must not be written to any more is not, though the draft was allowed', async () => {
  const first = await mounted()
  const id = await first.drafted()
  const later = await mounted({
    dir: first.dir,
    config: { allow: { ...ALLOW, 'voice-agent': [] } },
  })
  expect(await later.plan(id)).toMatchObject({ refused: 'conflict' })
  expect((await later.send(id)).outcome).toBe('conflict')
  expect(later.posted).toEqual([])
  expect((await first.send(id)).outcome).toBe('ok')
})

test.each(['recipient', 'subject', 'text', 'conversation', 'client', 'number'])(
  'a draft cannot be edited: its %s',
  async (column) => {
    const { drafted, dir } = await mounted()
    await drafted()
    const other = openDatabase(join(dir, 'messages.db'), SCHEMA)
    expect(() => other.exec(`UPDATE messages SET ${column} = 1`)).toThrow('cannot be edited')
    other.close()
  },
)
