import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import type { ErrorCode } from '../../../src/kernel/error.ts'
import { refuse } from '../../../src/index.ts'
import { stopFile } from '../../../src/store/places.ts'
import {
  OPERATED_BANK,
  openBank,
  spokenCode,
  ticks,
  type Answered,
  type OpenBank,
} from '../../support/open-bank.ts'

const MOVE = { to: 'anna', amount: 20 }
const ROOM = { handle: 'room-1' }
const KEYED = { ...ROOM, idempotencyKey: 'key-12345678' }

const move = (bank: OpenBank, more: object = {}) =>
  bank.call('voice', 'bank_move', { ...MOVE, ...more }, ROOM)
const close = (bank: OpenBank, handle = 'room-1') =>
  bank.call('voice', 'bank_close', { of: 'anna' }, { handle })
const buy = (bank: OpenBank, item: string) => bank.call('voice', 'bank_buy', { item }, KEYED)

async function confirmed(bank: OpenBank): Promise<string> {
  const code = spokenCode(await move(bank))
  bank.clock.turn(2_000)
  return code
}

/** How each refusal that gates, keys and the ledger bring comes about. */
const WAYS: Readonly<Partial<Record<ErrorCode, (bank: OpenBank) => Promise<Answered>>>> = {
  confirm_first: (bank) => move(bank),
  confirmation_wrong: (bank) => move(bank, { confirmation_code: '0000' }),
  confirmation_changed: async (bank) =>
    move(bank, { amount: 30, confirmation_code: await confirmed(bank) }),
  confirmation_expired: async (bank) => {
    const code = await confirmed(bank)
    bank.clock.turn(300_000)
    return move(bank, { confirmation_code: code })
  },
  confirmation_used: async (bank) => {
    const code = await confirmed(bank)
    await move(bank, { confirmation_code: code })
    return move(bank, { confirmation_code: code })
  },
  confirmation_too_soon: async (bank) =>
    move(bank, { confirmation_code: spokenCode(await move(bank)) }),
  declined: async (bank) => {
    const dialog = { ...ROOM, canAsk: true }
    const { question } = await bank.call('voice', 'bank_move', MOVE, dialog)
    const answered = { state: question?.state ?? '', action: 'decline' } as const
    return bank.call('voice', 'bank_move', MOVE, { ...dialog, answered })
  },
  no_channel: (bank) => bank.call('mute', 'bank_send', MOVE, ROOM),
  not_delivered: (bank) => {
    bank.phone.fate = () => ({ ok: false, why: 'down' })
    return bank.call('voice', 'bank_send', MOVE, ROOM)
  },
  writes_stopped: (bank) => {
    writeFileSync(stopFile(join(bank.dir, 'data')), '')
    return buy(bank, 'mug')
  },
  bad_key: (bank) => bank.call('voice', 'bank_buy', { item: 'a', idempotency_key: 'x' }, ROOM),
  idempotency_conflict: async (bank) => {
    await buy(bank, 'mug')
    return buy(bank, 'plate')
  },
  still_working: async (bank) => {
    bank.bank.wait = () => new Promise(() => {})
    const answer = buy(bank, 'mug')
    await ticks()
    bank.clock.turn(4_000)
    return answer
  },
  in_doubt: async (bank) => {
    await buy(bank, 'bug')
    return buy(bank, 'bug')
  },
  too_many_tries: async (bank) => {
    for (let at = 0; at < 12; at += 1) await move(bank)
    return move(bank)
  },
  approval_pending: (bank) => close(bank),
  approval_denied: async (bank) => {
    await close(bank)
    await bank.decide('day', 101, { verdict: 'deny', reason: 'not today' })
    return close(bank)
  },
  approval_changed: async (bank) => {
    await close(bank)
    bank.bank.accounts.set('anna', 'X')
    return close(bank)
  },
  approval_expired: async (bank) => {
    await close(bank)
    bank.clock.turn(15 * 60_000)
    return close(bank)
  },
  approval_used: async (bank) => {
    bank.bank.wait = () => Promise.reject(refuse('conflict', 'It is closed. Offer another.'))
    await close(bank)
    await bank.decide('day', 101)
    await close(bank)
    return close(bank)
  },
  approvals_full: async (bank) => {
    for (const handle of ['1', '2', '3', '4', '5']) await close(bank, handle)
    return close(bank, '6')
  },
  no_operator: async (bank) => {
    const alone = { operators: [] }
    const other = await bank.again({ configured: (config) => ({ ...config, ...alone }) })
    return close(other)
  },
  too_fast: async (bank) => {
    const slowly = await bank.again({
      configured: (config) => ({
        ...config,
        clients: config.clients.map((client) => ({ ...client, callsPerMinute: 6 })),
      }),
    })
    await buy(slowly, 'mug')
    return buy(slowly, 'mug')
  },
  cancelled: (bank) => {
    const gone = new AbortController()
    gone.abort()
    return bank.call('voice', 'bank_buy', { item: 'mug' }, { ...ROOM, signal: gone.signal })
  },
}

/** Each says what to do next: to the agent, or through it to the person. */
const NEXT =
  /\b(Read this back|Ask|send|Send|Use|Hand over|Tell the caller|Wait|Do not|do not try|try again later)\b/

describe.each(Object.entries(WAYS))('%s', (code, way) => {
  it('is met, can be said aloud, and says what to do next', async () => {
    const answer = await way(await openBank({ yaml: OPERATED_BANK }))
    expect(answer.code).toBe(code)
    expect(answer.text).toMatch(/^[A-Z][^\n{}[\]<>]*\.$/)
    // No ids, digests or names of the inside; a code to be said is the one exception.
    expect(answer.text.replace('confirmation_code', '').replaceAll(/\b\d{4,6}\b/g, '')).not.toMatch(
      /[0-9a-f]{8}|[a-z]_[a-z]|undefined|null|SQLITE/,
    )
    expect(answer.text.length).toBeLessThan(260)
    // Nobody hears the answer to a call that was withdrawn.
    expect(code === 'cancelled' || NEXT.test(answer.text)).toBe(true)
  })
})
