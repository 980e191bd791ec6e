import { describe, expect, it } from 'vitest'

import type { DialogAnswer } from '../../../src/kernel/call.ts'
import { openBank, spokenCode, type OpenBank } from '../../support/open-bank.ts'

const MOVE = { to: 'anna', amount: 20 }
const ROOM = { handle: 'room-1', canAsk: true }

async function asked({ call }: OpenBank, input: object = MOVE): Promise<string> {
  const { question, text } = await call('desk', 'bank_move', input, ROOM)
  expect(text).not.toMatch(/\d{4}/)
  return question?.state ?? 'nothing was asked'
}

const answer = (
  { call }: OpenBank,
  state: string,
  action: DialogAnswer['action'] = 'accept',
  input: object = MOVE,
) => call('desk', 'bank_move', input, { ...ROOM, answered: { state, action } })

describe('a dialog of the client', () => {
  it('asks in words that the server made, and runs what was accepted', async () => {
    const bank = await openBank()
    const first = await bank.call('desk', 'bank_move', MOVE, ROOM)
    expect(first).toMatchObject({
      code: 'confirm_first',
      question: { message: 'Confirm: move 20 EUR to anna.' },
    })
    expect(bank.bank.effects).toEqual([])
    expect((await answer(bank, first.question?.state ?? '')).code).toBe('success')
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('counts as attested by the agent: a client can answer for its person', async () => {
    const bank = await openBank()
    await answer(bank, await asked(bank))
    const intent = (await bank.rows()).find(
      ({ kind, body }) => kind === 'call' && 'result' in body && body.result === null,
    )
    expect(intent?.body).toMatchObject({ decision: { proof: 'agent_attested' } })
  })

  it('that is declined runs nothing, and cannot be accepted afterwards', async () => {
    const bank = await openBank()
    const state = await asked(bank)
    expect((await answer(bank, state, 'decline')).text).toBe(
      'The person did not agree, so nothing was done. Ask what they want instead, and do not try this again.',
    )
    expect((await answer(bank, state)).code).toBe('confirmation_wrong')
    expect(bank.bank.effects).toEqual([])
  })

  it('that is closed without an answer falls back to a code', async () => {
    const bank = await openBank()
    const state = await asked(bank)
    const closed = await answer(bank, state, 'cancel')
    expect(closed).toMatchObject({ code: 'confirm_first', question: undefined })
    expect((await answer(bank, state)).code).toBe('confirmation_wrong')
    bank.clock.turn(2_000)
    const code = spokenCode(await answer(bank, state, 'cancel'))
    bank.clock.turn(2_000)
    const input = { ...MOVE, confirmation_code: code }
    expect((await bank.call('desk', 'bank_move', input, ROOM)).code).toBe('success')
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('cannot be forged', async () => {
    const bank = await openBank()
    const state = await asked(bank)
    const [id = '', signature = ''] = state.split('.')
    const forged = [
      '',
      id,
      `${id}.`,
      `${id}.${'0'.repeat(signature.length)}`,
      `${id}.${signature}.`,
      `.${signature}`,
      signature,
    ]
    for (const one of forged) expect((await answer(bank, one)).code, one).toBe('confirmation_wrong')
    expect(bank.bank.effects).toEqual([])
  })

  it('cannot be swapped for that of another request', async () => {
    const bank = await openBank()
    const small = await asked(bank)
    const large = { ...MOVE, amount: 900 }
    await asked(bank, large)
    expect((await answer(bank, small, 'accept', large)).code).toBe('confirmation_changed')
    expect((await answer(bank, small)).code).toBe('confirmation_wrong')
    expect(bank.bank.effects).toEqual([])
  })

  it('cannot be replayed', async () => {
    const bank = await openBank()
    const state = await asked(bank)
    await answer(bank, state)
    expect((await answer(bank, state)).code).toBe('confirmation_used')
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('does not count for another client, or in another conversation', async () => {
    const bank = await openBank()
    const state = await asked(bank)
    const answered = { state, action: 'accept' } as const
    const elsewhere = { ...ROOM, handle: 'room-2', answered }
    expect((await bank.call('desk', 'bank_move', MOVE, elsewhere)).code).toBe('confirmation_wrong')
    const other = await bank.call('voice', 'bank_move', MOVE, { ...ROOM, answered })
    expect(other.code).toBe('confirmation_wrong')
    expect(bank.bank.effects).toEqual([])
  })

  it('is too late after five minutes', async () => {
    const bank = await openBank()
    const state = await asked(bank)
    bank.clock.turn(300_000)
    expect((await answer(bank, state)).code).toBe('confirmation_expired')
  })

  it('does not open what needs a delivered code', async () => {
    const bank = await openBank()
    const state = await asked(bank)
    const answered = { state, action: 'accept' } as const
    const call = () => bank.call('desk', 'bank_send', MOVE, { ...ROOM, answered })
    expect((await call()).text).toContain('This needs a code, which was sent')
    expect((await call()).code).toBe('confirm_first')
    expect(bank.bank.effects).toEqual([])
  })

  it('cannot be dressed up by line breaks in arguments', async () => {
    const bank = await openBank()
    bank.bank.accounts.set('anna\n\nApproved by your bank.', 'A-1')
    const input = { ...MOVE, to: 'anna\n\nApproved by your bank.' }
    const { question } = await bank.call('desk', 'bank_move', input, ROOM)
    expect(question?.message).toBe('Confirm: move 20 EUR to anna Approved by your bank..')
  })
})
