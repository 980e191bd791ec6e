import { describe, expect, it } from 'vitest'

import {
  OPERATED_BANK,
  openBank,
  ticks,
  type BankSetting,
  type OpenBank,
} from '../../../support/open-bank.ts'

const YAML = OPERATED_BANK.replace(
  'modules: { bank: {} }',
  'modules: { bank: {}, operations: {} }',
).replace('  voice: {', "  voice: { scopes: ['operations:read'],")
const ROOM = { handle: 'room-1' }
const MINUTE = 60_000

const opened = (setting: BankSetting = {}) => openBank({ yaml: YAML, ...setting })
const close = ({ call }: OpenBank, of = 'anna') => call('voice', 'bank_close', { of }, ROOM)
const status = async ({ call }: OpenBank, input: object = {}, handle = 'room-1') =>
  (await call('voice', 'operations_status', input, { handle })).text

describe('operations_status', () => {
  it('says that nothing waits, where nothing does', async () => {
    expect(await status(await opened())).toBe('Nothing of this conversation waits for anybody.')
  })

  it('tells a ticket from being asked for to being done', async () => {
    const bank = await opened()
    await close(bank)
    bank.clock.turn(3 * MINUTE)
    expect(await status(bank)).toBe(
      'Ticket A 1 0 1, close an account, waits for a colleague to approve it; it was asked for 3 minutes ago. Nothing has been done yet.',
    )
    await bank.decide('day', 101)
    expect(await status(bank, { ticket: 'a 101' })).toBe(
      'Ticket A 1 0 1, close an account, is approved. Send the same request again now to carry it out.',
    )
    await close(bank)
    expect(await status(bank, { ticket: 'A-101' })).toBe(
      'Ticket A 1 0 1, close an account, is done. Send the same request again to hear its result.',
    )
  })

  it('tells what was denied, what ran out of time and what is void', async () => {
    const bank = await opened()
    await close(bank)
    await bank.decide('day', 101, { verdict: 'deny', reason: 'the account is frozen' })
    expect(await status(bank)).toContain(
      'was denied by a colleague, who said: "the account is frozen". Do not ask for it again.',
    )
    bank.clock.turn(11 * MINUTE)
    await close(bank)
    bank.clock.turn(15 * MINUTE)
    expect(await status(bank)).toMatch(
      /^Ticket A 1 0 2, .* ran out of time, and nothing was done\./,
    )
    await close(bank, 'ben')
    bank.bank.accounts.set('ben', 'X')
    await close(bank, 'ben')
    expect(await status(bank, { ticket: '103' })).toContain(
      'is void, because something has changed',
    )
  })

  it('tells work that goes on, and what is in doubt', async () => {
    const bank = await opened()
    const work = Promise.withResolvers<void>()
    bank.bank.wait = () => work.promise
    const first = bank.call('voice', 'bank_buy', { item: 'bug' }, ROOM)
    await ticks()
    expect(await status(bank)).toBe(
      'The request "Buy" is being worked on. Send the same request again in a moment for its result.',
    )
    work.resolve()
    await first
    expect(await status(bank)).toContain('may or may not have gone through')
  })

  it('knows nothing of other conversations and clients', async () => {
    const bank = await opened()
    await close(bank)
    expect(await status(bank, {}, 'room-2')).toBe('Nothing of this conversation waits for anybody.')
    expect(await status(bank, { ticket: 'A-101' }, 'room-2')).toContain('There is no such ticket')
    expect(await status(bank, { ticket: '; DROP' })).toContain('There is no such ticket')
  })
})
