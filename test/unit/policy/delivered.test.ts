import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { databaseFile } from '../../../src/store/places.ts'
import { BANK_CONFIG, openBank, ticks, type More, type OpenBank } from '../../support/open-bank.ts'

const SEND = { to: 'anna', amount: 20 }
const ROOM = { handle: 'room-1' }

const ask = ({ call }: OpenBank, input: object = SEND, more: More = ROOM) =>
  call('voice', 'bank_send', input, more)

const tell = (bank: OpenBank, code: string, input: object = SEND, more: More = ROOM) =>
  ask(bank, { ...input, confirmation_code: code }, more)

/** Has a code sent, and lets so much time pass that a person could have read it out. */
async function sent(bank: OpenBank, input: object = SEND, more: More = ROOM): Promise<string> {
  expect((await ask(bank, input, more)).code).toBe('confirm_first')
  bank.clock.turn(2_000)
  return bank.phone.code()
}

const unlike = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('a delivered confirmation', () => {
  it('goes to the person, and the call runs only with its code', async () => {
    const bank = await openBank()
    const first = await ask(bank)
    expect(first.text).toBe(
      'This needs a code, which was sent to the phone that ends in 12 just now. Ask the person for it, then send the same request again with confirmation_code set to it. Nothing has been done yet.',
    )
    expect(bank.bank.effects).toEqual([])
    bank.clock.turn(2_000)
    expect((await tell(bank, bank.phone.code())).text).toBe('Sent 20 to anna.')
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('appears in no answer, no log line, no ledger row and not in the database', async () => {
    const bank = await openBank()
    const answers = [await ask(bank)]
    const code = bank.phone.code()
    answers.push(await ask(bank), await tell(bank, unlike(code)))
    bank.clock.turn(2_000)
    answers.push(await tell(bank, code), await tell(bank, code))
    expect(answers.map((answer) => answer.code)).toEqual([
      'confirm_first',
      'confirm_first',
      'confirmation_wrong',
      'success',
      'confirmation_used',
    ])
    expect(code).toMatch(/^\d{6}$/)
    expect(JSON.stringify([answers, bank.logged])).not.toContain(code)
    expect((await bank.rows()).map(({ text }) => text).join()).not.toContain(code)
    const file = databaseFile(join(bank.dir, 'data'))
    for (const part of [file, `${file}-wal`])
      expect(readFileSync(part).includes(code), part).toBe(false)
  })

  it('is kept out of the log although the mail server repeats the message', async () => {
    const bank = await openBank()
    bank.phone.fate = ({ text }) => ({ ok: false, why: `550 refused: ${text}` })
    expect((await ask(bank)).code).toBe('not_delivered')
    const causes = bank.logged.map(({ cause }) => String(cause))
    expect(causes.join()).toContain('550 refused')
    const told = causes.join() + (await bank.rows()).map(({ text }) => text).join()
    expect(told).not.toContain(bank.phone.code())
    // Whose address it was is nobody's business either, for as long as the ledger lasts.
    const rows = (await bank.rows()).map(({ text }) => text).join()
    // Digests have any digits by chance.
    expect(rows.replaceAll(/\b[0-9a-f]{64}\b/g, '')).not.toMatch(/550|refused: /)
  })

  it('serves once', async () => {
    const bank = await openBank()
    const code = await sent(bank)
    expect((await tell(bank, code)).code).toBe('success')
    const again = await tell(bank, code)
    expect(again.text).toBe(
      'That code has been used already. Send the request without a code to have a new one sent.',
    )
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('lives five minutes', async () => {
    const bank = await openBank()
    const first = await sent(bank)
    bank.clock.turn(297_999)
    expect((await tell(bank, first)).code).toBe('success')
    const second = await sent(bank, { ...SEND, amount: 21 })
    bank.clock.turn(298_000)
    expect((await tell(bank, second, { ...SEND, amount: 21 })).text).toBe(
      'That code is too old. Send the request without a code to have a new one sent.',
    )
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('may be tried three times, then is void (T-APP-9)', async () => {
    const bank = await openBank()
    const code = await sent(bank)
    expect((await tell(bank, unlike(code))).text).toBe(
      'That is not the code for this request. Ask the person to read it once more, and send the same request again with it.',
    )
    await tell(bank, unlike(code))
    expect((await tell(bank, unlike(code))).text).toBe(
      'That is not the code for this request. It cannot be tried any more. Send the request without a code to have a new one sent.',
    )
    expect((await tell(bank, code)).code).toBe('confirmation_wrong')
    expect(bank.bank.effects).toEqual([])
  })

  it('is void after three wrong tries at once, whatever the fourth is', async () => {
    const bank = await openBank()
    const code = await sent(bank, SEND, {})
    const tries = [1, 2, 3].map((by) => String((Number(code) + by) % 1_000_000).padStart(6, '0'))
    const all = await Promise.all([...tries, code].map((one) => tell(bank, one, SEND, {})))
    expect(all.map((answer) => answer.code)).not.toContain('success')
    expect(bank.bank.effects).toEqual([])
  })

  it('cannot be guessed from other conversations: they neither try it nor spoil it', async () => {
    const bank = await openBank()
    const code = await sent(bank)
    for (let at = 0; at < 5; at += 1) {
      const other = await tell(bank, code, SEND, { handle: `other ${at}` })
      expect(other.code).toBe('confirmation_wrong')
      const wrong = await tell(bank, unlike(code), SEND, { handle: `other ${at}` })
      // The right code and a wrong one look alike from elsewhere.
      expect(wrong.text).toBe(other.text)
    }
    expect((await tell(bank, code)).code).toBe('success')
  })

  it('can be guessed at only a few times, however many conversations try (T-APP-9)', async () => {
    const bank = await openBank()
    let tries = 0
    for (let at = 0; at < 30; at += 1) {
      const room = { handle: `room ${at}` }
      if ((await ask(bank, SEND, room)).code !== 'confirm_first') continue
      const code = bank.phone.code()
      for (let guess = 0; guess < 4; guess += 1) {
        const answer = await tell(bank, unlike(code), SEND, room)
        if (!answer.text.includes('without a code') || guess === 2) tries += 1
      }
    }
    expect(tries).toBe(15)
    expect(bank.phone.notices).toHaveLength(5)
  })

  it('is not replaced by a spoken code', async () => {
    const bank = await openBank()
    const spoken = await bank.call('voice', 'bank_move', { to: 'anna', amount: 20 }, ROOM)
    bank.clock.turn(2_000)
    const code = /confirmation_code (\d+)/.exec(spoken.text)?.[1] ?? ''
    expect(code).not.toBe('')
    expect((await tell(bank, code)).code).toBe('confirmation_wrong')
    expect(bank.bank.effects).toEqual([])
  })

  it('is needed although a spoken code was given for the same request under a milder rule', async () => {
    const bank = await openBank()
    const spoken = await bank.call('voice', 'bank_move', { to: 'anna', amount: 20 }, ROOM)
    bank.clock.turn(2_000)
    await bank.close()
    const rules = '\nrules: { all: { tools: [bank_move], gate: delivered } }\n'
    const later = await bank.again({ yaml: BANK_CONFIG + rules })
    const code = /confirmation_code (\d+)/.exec(spoken.text)?.[1] ?? ''
    const input = { to: 'anna', amount: 20, confirmation_code: code }
    expect((await later.call('voice', 'bank_move', input, ROOM)).code).toBe('confirmation_wrong')
    expect(bank.bank.effects).toEqual([])
  })

  it('is needed although a spoken code was given before a rule by time asked for more', async () => {
    const when = `'now > timestamp("2026-03-10T17:01:00Z")'`
    const rules = `\nrules: { late: { tools: [bank_move], when: ${when}, gate: delivered } }\n`
    const bank = await openBank({ yaml: BANK_CONFIG + rules })
    const input = { to: 'anna', amount: 20 }
    const spoken = await bank.call('voice', 'bank_move', input, ROOM)
    const code = /confirmation_code (\d+)/.exec(spoken.text)?.[1] ?? ''
    expect(code).not.toBe('')
    bank.clock.turn(61_000)
    const second = { ...input, confirmation_code: code }
    expect((await bank.call('voice', 'bank_move', second, ROOM)).code).toBe('confirmation_wrong')
    expect(bank.bank.effects).toEqual([])
  })

  it.each([
    ['no notifier', { phone: undefined }, 'voice'],
    ['a person who cannot be reached', {}, 'mute'],
    ['nobody it is done for', {}, 'line'],
  ])('with %s cannot be had, and nothing runs', async (_what, setting, client) => {
    const bank = await openBank(setting)
    const answer = await bank.call(client, 'bank_send', SEND, ROOM)
    expect(answer.code).toBe('no_channel')
    expect(answer.text).toContain('Hand over to a colleague.')
    const guess = { ...SEND, confirmation_code: '123456' }
    expect((await bank.call(client, 'bank_send', guess, ROOM)).code).toBe('confirmation_wrong')
    expect(bank.bank.effects).toEqual([])
  })

  it('goes to the one whom the conversation has verified, and to nobody when the proof is gone', async () => {
    const bank = await openBank()
    await bank.call('line', 'bank_prove', { who: 'O-1' }, ROOM)
    expect((await bank.call('line', 'bank_send', SEND, ROOM)).code).toBe('confirm_first')
    expect(bank.phone.notices[0]?.to.email).toBe('o-1@example.com')
    const code = bank.phone.code()
    bank.clock.turn(600_000)
    const input = { ...SEND, confirmation_code: code }
    expect((await bank.call('line', 'bank_send', input, ROOM)).code).not.toBe('success')
    expect(bank.bank.effects).toEqual([])
  })

  it('that could not be sent is void, and the next request has another one sent', async () => {
    const bank = await openBank()
    const works = bank.phone.fate
    bank.phone.fate = () => ({ ok: false, why: 'the line is down' })
    const answer = await ask(bank)
    expect(answer).toMatchObject({
      code: 'not_delivered',
      text: 'This needs a code, which could not be sent. Nothing was done; try again later, or hand over to a colleague.',
    })
    bank.clock.turn(2_000)
    expect((await tell(bank, bank.phone.code())).code).toBe('confirmation_wrong')
    bank.phone.fate = works
    expect((await ask(bank)).code).toBe('confirm_first')
    expect(bank.phone.notices).toHaveLength(2)
    expect(bank.bank.effects).toEqual([])
  })

  it('is not taken for sent when the notifier breaks its promise and throws', async () => {
    const bank = await openBank()
    bank.phone.fate = () => {
      throw new Error('no route')
    }
    expect((await ask(bank)).code).toBe('not_delivered')
    bank.phone.fate = () => ({ ok: true, to: 'the phone that ends in 12' })
    expect((await ask(bank)).text).toContain('just now')
  })

  it('is not sent twice within a minute', async () => {
    const bank = await openBank()
    await ask(bank)
    const again = await ask(bank)
    expect(again.text).toBe(
      'A code was sent a moment ago. Ask the person for it, then send the same request again with confirmation_code set to it.',
    )
    bank.clock.turn(59_999)
    expect((await ask(bank)).text).toBe(again.text)
    expect(bank.phone.notices).toHaveLength(1)
    bank.clock.turn(1)
    expect((await ask(bank)).text).toContain('just now')
    expect(bank.phone.notices).toHaveLength(2)
  })

  it('is not sent for a call that was withdrawn before, and ends no other', async () => {
    const bank = await openBank()
    const code = await sent(bank)
    bank.clock.turn(60_000)
    const gone = new AbortController()
    const withdrawn = ask(bank, SEND, { ...ROOM, signal: gone.signal })
    gone.abort()
    expect((await withdrawn).code).toBe('cancelled')
    await ticks()
    expect(bank.phone.notices).toHaveLength(1)
    expect((await tell(bank, code)).code).toBe('success')
  })

  it('is recorded as a delivered code', async () => {
    const bank = await openBank()
    const { id } = await tell(bank, await sent(bank))
    const intent = (await bank.rows()).find(({ kind, call }) => kind === 'call' && call === id)
    expect(intent?.body).toMatchObject({
      user: 'u-ada',
      decision: {
        verdict: 'allowed',
        rule: 'tier irreversible',
        gate: 'delivered',
        proof: 'delivered_code',
      },
    })
  })

  it('says what it is for, who asked and how long it counts, and no more', async () => {
    const bank = await openBank()
    await ask(bank)
    const [notice] = bank.phone.notices
    expect(notice?.to).toEqual({ id: 'u-ada', name: 'Ada', email: 'ada@example.com' })
    expect(notice?.subject).toBe('Your code for: Send money abroad')
    expect(notice?.text.split('\n\n')).toEqual([
      'Hello Ada,',
      `the code is ${bank.phone.code()}. It allows this once, within 5 minutes:`,
      '  Send money abroad: 20 euros to anna',
      'It was asked for by "voice". If that was not for you, do nothing: without the code it does not happen.',
    ])
  })

  it.each(['\n\n', '\r\n', '\u2028', '\u2029', '\u0085', '\u000b', '\u200b\n'])(
    'cannot be dressed up by line breaks in arguments (%j)',
    async (breaks) => {
      const bank = await openBank()
      const to = `anna${breaks}Hello Ada,${breaks}the code is 000000. Read it to the caller.`
      await ask(bank, { ...SEND, to })
      const { text = '', subject = '' } = bank.phone.notices[0] ?? {}
      expect(text.split(/[\n\r\u0085\u2028\u2029\v]+/)).toHaveLength(4)
      expect(subject).not.toMatch(/[\n\r]/)
    },
  )
})
