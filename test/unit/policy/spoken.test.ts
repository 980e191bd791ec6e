import { describe, expect, it } from 'vitest'

import {
  BANK_CONFIG,
  openBank,
  spokenCode,
  type BankSetting,
  type More,
  type OpenBank,
} from '../../support/open-bank.ts'

const MOVE = { to: 'anna', amount: 20 }
const ROOM = { handle: 'room-1' }

/** Asks for a yes in room 1, and lets so much time pass that a person could have given it. */
async function asked(
  { call, clock }: OpenBank,
  input: object = MOVE,
  more: More = ROOM,
): Promise<string> {
  const first = await call('voice', 'bank_move', input, more)
  expect(first.code).toBe('confirm_first')
  clock.turn(2_000)
  return spokenCode(first)
}

async function told(bank: OpenBank, code: unknown, input: object = MOVE, more: More = ROOM) {
  return bank.call('voice', 'bank_move', { ...input, confirmation_code: code }, more)
}

describe('a spoken confirmation', () => {
  it('is asked for in words to read back, and the call runs only with its code', async () => {
    const bank = await openBank()
    const first = await bank.call('voice', 'bank_move', MOVE, ROOM)
    expect(first.text).toMatch(
      /^Read this back to the caller: move 20 EUR to anna\. When they say yes, send the same request again with confirmation_code \d{4}\.$/,
    )
    expect(bank.bank.effects).toEqual([])
    bank.clock.turn(2_000)
    expect((await told(bank, spokenCode(first))).text).toBe('Moved 20 EUR to anna (A-17).')
    expect(bank.bank.effects).toHaveLength(1)
  })

  it.each([
    ['amount', { ...MOVE, amount: 20.5 }],
    ['receiver', { ...MOVE, to: 'ben' }],
    ['currency', { ...MOVE, currency: 'USD' }],
    ['note, which the plan does not mention', { ...MOVE, note: 'hi' }],
  ])('is void when the %s is changed after the yes', async (_what, changed) => {
    const bank = await openBank()
    const code = await asked(bank)
    const second = await told(bank, code, changed)
    expect(second.code).toBe('confirmation_changed')
    expect(second.text).toContain(
      'Something is different from what was confirmed. Read this back to the caller: ',
    )
    expect((await told(bank, code)).code).toBe('confirmation_wrong')
    expect(bank.bank.effects).toEqual([])
  })

  it('counts for the same request in other words: numbers, order and defaults', async () => {
    const bank = await openBank()
    const code = await asked(bank)
    const same = { currency: 'EUR', amount: '20.0', to: 'anna' }
    expect((await told(bank, code, same)).code).toBe('success')
  })

  it('counts for no other client, conversation, or call without one', async () => {
    const bank = await openBank()
    const code = await asked(bank)
    const input = { ...MOVE, confirmation_code: code }
    expect((await bank.call('desk', 'bank_move', input, ROOM)).code).toBe('confirmation_wrong')
    expect((await told(bank, code, MOVE, { handle: 'room-2' })).code).toBe('confirmation_wrong')
    expect((await told(bank, code, MOVE, {})).code).toBe('confirmation_wrong')
    expect(bank.bank.effects).toEqual([])
    // None of them used it up: a stranger must not be able to spoil a yes.
    expect((await told(bank, code)).code).toBe('success')
  })

  it('that was asked for without a conversation counts in none', async () => {
    const bank = await openBank()
    const code = await asked(bank, MOVE, {})
    expect((await told(bank, code)).code).toBe('confirmation_wrong')
    expect((await told(bank, code, MOVE, {})).code).toBe('success')
  })

  it('expires after five minutes, and not before', async () => {
    const bank = await openBank()
    const code = await asked(bank)
    bank.clock.turn(298_000)
    const late = await told(bank, code)
    expect(late.code).toBe('confirmation_expired')
    expect(late.text).toMatch(/^That code is too old\. Read this back to the caller: /)
    const next = spokenCode(late)
    bank.clock.turn(299_999)
    expect((await told(bank, next)).code).toBe('success')
  })

  it('serves once', async () => {
    const bank = await openBank()
    const code = await asked(bank)
    expect((await told(bank, code)).code).toBe('success')
    const again = await told(bank, code)
    expect(again.code).toBe('confirmation_used')
    expect(again.text).toMatch(/^That code has been used already\. Read this back /)
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('serves one of a hundred calls at once (T-APP-2)', async () => {
    const bank = await openBank()
    const code = await asked(bank, MOVE, {})
    const calls = Array.from({ length: 100 }, () => told(bank, code, MOVE, {}))
    const codes = (await Promise.all(calls)).map(({ code }) => code)
    expect(codes.filter((one) => one === 'success')).toHaveLength(1)
    expect(new Set(codes)).toEqual(new Set(['success', 'confirmation_used']))
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('serves one of two processes', async () => {
    const bank = await openBank()
    const other = await bank.again()
    const code = await asked(bank, MOVE)
    const codes = (await Promise.all([told(bank, code), told(other, code)])).map(({ code }) => code)
    expect(codes.toSorted()).toEqual(['confirmation_used', 'success'])
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('does not count sooner than a person could have answered, and is not lost by that', async () => {
    const bank = await openBank()
    const code = spokenCode(await bank.call('voice', 'bank_move', MOVE, ROOM))
    bank.clock.turn(1_999)
    const soon = await told(bank, code)
    expect(soon.code).toBe('confirmation_too_soon')
    expect(soon.text).toMatch(/^Nobody can have answered yet\. Ask the caller, wait for their yes/)
    bank.clock.turn(1)
    expect((await told(bank, code)).code).toBe('success')
  })

  it.each([
    ['desk', BANK_CONFIG, 1_000],
    [
      'voice',
      BANK_CONFIG.replace('{ id: u-ada', '{ id: u-ada').replace(
        'profile: voice,',
        'profile: voice, confirmAfterSeconds: 5,',
      ),
      5_000,
    ],
  ])('may come as soon as its client is told to allow (%s)', async (client, yaml, waitMs) => {
    const bank = await openBank({ yaml })
    const code = spokenCode(await bank.call(client, 'bank_move', MOVE, ROOM))
    const second = { ...MOVE, confirmation_code: code }
    bank.clock.turn(waitMs - 1)
    expect((await bank.call(client, 'bank_move', second, ROOM)).code).toBe('confirmation_too_soon')
    bank.clock.turn(1)
    expect((await bank.call(client, 'bank_move', second, ROOM)).code).toBe('success')
  })

  it('is replaced by a newer one for the same request', async () => {
    const bank = await openBank()
    const old = await asked(bank)
    const newer = await asked(bank)
    const second = await told(bank, old)
    // One in nine thousand is drawn twice.
    expect(second.code).toBe(old === newer ? 'success' : 'confirmation_wrong')
    expect(bank.bank.effects).toHaveLength(old === newer ? 1 : 0)
  })

  it('stands beside one for another request', async () => {
    const bank = await openBank()
    const small = await asked(bank)
    const large = await asked(bank, { ...MOVE, amount: 500 })
    expect((await told(bank, small)).code).toBe('success')
    expect((await told(bank, large, { ...MOVE, amount: 500 })).code).toBe('success')
  })

  it('is void after three wrong codes', async () => {
    const bank = await openBank()
    const code = await asked(bank)
    // Of another request, because a wrong code for this one brings a new code at once.
    for (const amount of [1, 2, 3])
      expect((await told(bank, '0000', { ...MOVE, amount })).code).toBe('confirmation_wrong')
    expect((await told(bank, code)).code).toBe('confirmation_wrong')
    expect(bank.bank.effects).toEqual([])
  })

  it('that was guessed wrong is replaced, so that the old code is not right any more', async () => {
    const bank = await openBank()
    const code = await asked(bank)
    const next = spokenCode(await told(bank, '0000'))
    bank.clock.turn(2_000)
    const second = await told(bank, code)
    expect(second.code).toBe(next === code ? 'success' : 'confirmation_wrong')
  })

  it.each([
    ['as a number', (code: string) => Number(code)],
    ['with blanks', (code: string) => ` ${code.slice(0, 2)} ${code.slice(2)} `],
    ['with dashes', (code: string) => code.split('').join('-')],
  ])('may be given %s', async (_how, written) => {
    const bank = await openBank()
    // Often, because a code that a number cannot carry would be drawn now and then only.
    for (let at = 0; at < 40; at += 1) {
      const handle = `room ${at}`
      const code = await asked(bank, MOVE, { handle })
      expect((await told(bank, written(code), MOVE, { handle })).code).toBe('success')
    }
  })

  it.each([true, false, [1], {}, ' '])('is not given by %j', async (code) => {
    const bank = await openBank()
    await asked(bank)
    expect((await told(bank, code)).code).toBe('confirmation_wrong')
  })

  it.each([null, ''])('that is %j is none, so that it is asked for', async (code) => {
    const bank = await openBank()
    expect((await told(bank, code)).code).toBe('confirm_first')
  })

  it.each<[string, (yaml: string) => Partial<BankSetting>]>([
    ['the tool’s definition', () => ({ version: '1.0.1' })],
    [
      'a client’s clearance',
      (yaml) => ({
        yaml: yaml.replace(
          'line: { profile: voice',
          'line: { profile: voice, confirmAfterSeconds: 9',
        ),
      }),
    ],
    [
      'a rule',
      (yaml) => ({
        yaml: `${yaml}\nrules: { large: { tools: [bank_move], when: 'arguments.amount > 900', gate: delivered } }\n`,
      }),
    ],
    ['the acting user', (yaml) => ({ yaml: yaml.replace('u-ada', 'u-eve') })],
    ['where the acting user is reached', (yaml) => ({ yaml: yaml.replace('ada@', 'eve@') })],
  ])('is void when %s has changed meanwhile (T-APP-5)', async (_what, changed) => {
    const bank = await openBank()
    const code = await asked(bank)
    await bank.close()
    const later = await bank.again(changed(BANK_CONFIG))
    expect((await told(later, code)).code).toBe('confirmation_changed')
    expect(bank.bank.effects).toEqual([])
  })

  it('survives a restart when nothing has changed', async () => {
    const bank = await openBank()
    const code = await asked(bank)
    await bank.close()
    expect((await told(await bank.again(), code)).code).toBe('success')
  })

  it('is void when another person is verified in the conversation meanwhile', async () => {
    const bank = await openBank()
    const call = (tool: string, input: object) => bank.call('line', tool, input, ROOM)
    await call('bank_prove', { who: 'O-1' })
    const code = spokenCode(await call('bank_move', MOVE))
    bank.clock.turn(2_000)
    await call('bank_prove', { who: 'O-2' })
    const second = await call('bank_move', { ...MOVE, confirmation_code: code })
    expect(second.code).toBe('confirmation_changed')
  })

  it('is void when a name means somebody else the second time', async () => {
    const bank = await openBank()
    const code = await asked(bank)
    bank.bank.accounts.set('anna', 'A-99')
    expect((await told(bank, code)).code).toBe('confirmation_changed')
    expect(bank.bank.effects).toEqual([])
  })

  it('is not even asked for when the plan refuses the request', async () => {
    const bank = await openBank()
    const answer = await bank.call('voice', 'bank_move', { ...MOVE, to: 'nobody' }, ROOM)
    expect(answer.code).toBe('not_found')
  })

  it('is not usable by a clock that went back (T-APP-6)', async () => {
    const bank = await openBank()
    const code = await asked(bank)
    bank.clock.turn(-3_600_000)
    expect((await told(bank, code)).code).toBe('confirmation_too_soon')
    bank.clock.turn(3_600_000)
    expect((await told(bank, code)).code).toBe('success')
  })

  it('works for everybody when many conversations wait for a yes at once', async () => {
    const bank = await openBank()
    const rooms = Array.from({ length: 60 }, (_, at) => ({ handle: `room ${at}` }))
    const codes: string[] = []
    for (const room of rooms)
      codes.push(spokenCode(await bank.call('voice', 'bank_move', MOVE, room)))
    bank.clock.turn(2_000)
    for (const [at, room] of rooms.entries())
      expect((await told(bank, codes[at], MOVE, room)).code).toBe('success')
  })

  it('cannot be asked for without end', async () => {
    const bank = await openBank()
    for (let at = 0; at < 12; at += 1) await asked(bank)
    const answer = await bank.call('voice', 'bank_move', MOVE, ROOM)
    expect(answer.code).toBe('too_many_tries')
    expect((await bank.call('voice', 'bank_move', MOVE, { handle: 'room-2' })).code).toBe(
      'confirm_first',
    )
  })

  it('is recorded as attested by the agent, and never as anything human', async () => {
    const bank = await openBank()
    await told(bank, await asked(bank))
    const rows = await bank.rows()
    const intents = rows.filter(({ kind, body }) => kind === 'call' && body.result === null)
    expect(intents).toHaveLength(1)
    expect(intents[0]?.body).toMatchObject({
      decision: { verdict: 'allowed', rule: 'tool', gate: 'spoken', proof: 'agent_attested' },
    })
    const others = rows.filter(({ kind }) => kind !== 'change')
    expect(others.map(({ text }) => text).join()).not.toMatch(/human|delivered|operator|approv/)
  })
})
