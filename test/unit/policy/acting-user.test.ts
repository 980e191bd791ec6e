import { describe, expect, it } from 'vitest'

import { startCall, type Credential } from '../../../src/kernel/call.ts'
import type { Identity } from '../../../src/kernel/identity.ts'
import { said } from '../../support/start-app.ts'
import { OPERATED_BANK, openBank, ticks, type OpenBank } from '../../support/open-bank.ts'

type As = Pick<Identity, 'user' | 'scopes' | 'toolset'>

const ISSUER = 'https://login.example.com'

const eva: As = { user: { id: `${ISSUER} eva`, name: 'Eva', email: 'eva@example.com' } }
const fred: As = { user: { id: `${ISSUER} fred`, name: 'Fred', email: 'fred@example.com' } }

/** A call whose credential says for whom it is made, as a token does. `key` is sent beside the other arguments. */
async function callAs({ app }: OpenBank, as: As, tool: string, sent: object) {
  const { key, ...input } = { key: undefined, ...sent }
  const credential: Credential = { kind: 'local', client: 'line', as }
  const call = startCall({
    caller: { credential, narrowing: {}, handle: 'room-1' },
    toolName: tool,
    rawArguments: input,
    signal: new AbortController().signal,
    idempotencyKey: key,
  })
  return said(await app.run(call))
}

describe('the person whom a credential names', () => {
  it('gets the code, and is on record', async () => {
    const bank = await openBank()
    await callAs(bank, eva, 'bank_send', { to: 'bob', amount: 5 })
    expect(bank.phone.notices.map(({ to }) => to)).toEqual([eva.user])
    const rows = await bank.rows()
    expect(rows.find(({ kind }) => kind === 'call')?.body).toMatchObject({
      client: 'line',
      user: `${ISSUER} eva`,
    })
    expect(rows.find(({ kind }) => kind === 'call')?.run).toMatch(/^line~[\w-]{22}\/room-1$/)
  })

  it('shares no conversation, no code and no key with another one of the same client', async () => {
    const bank = await openBank()
    await callAs(bank, eva, 'bank_prove', { who: 'Ada' })
    expect(await callAs(bank, eva, 'bank_report', { pages: 1 })).toMatch(/^It has 1 pages/)
    expect(await callAs(bank, fred, 'bank_report', { pages: 1 })).toMatch(/^not_verified/)
    const move = { to: 'anna', amount: 5 }
    const asked = await callAs(bank, eva, 'bank_move', move)
    const code = /confirmation_code (\d{4})/.exec(asked)?.[1]
    bank.clock.turn(2_000)
    const confirmed = { ...move, confirmation_code: code }
    expect(await callAs(bank, fred, 'bank_move', confirmed)).toMatch(/^confirmation_wrong/)
    expect(await callAs(bank, eva, 'bank_move', confirmed)).toMatch(/^Moved 5 EUR to anna/)
    const order = { item: 'pens', key: 'key-12345678' }
    expect(await callAs(bank, eva, 'bank_order', order)).toBe('Ordered pens.')
    expect(await callAs(bank, eva, 'bank_order', order)).toMatch(/^Already done/)
    expect(await callAs(bank, fred, 'bank_order', order)).toBe('Ordered pens.')
  })

  it('does not approve what they have asked for', async () => {
    const yaml = OPERATED_BANK.replace(
      'operators:',
      `operators:
  eva: { person: '${ISSUER} eva', tools: ['*'], highestTier: privileged }`,
    )
    const bank = await openBank({ yaml })
    expect(await callAs(bank, eva, 'bank_close', { of: 'anna' })).toMatch(/^approval_pending/)
    expect(await bank.decide('eva', 101)).toMatchObject({ code: 'own_ticket' })
  })

  it('is the one for whom an approved call runs by itself, with no more than the token had', async () => {
    const yaml = `${OPERATED_BANK}approvals: { onApproval: execute }\n`
    const bank = await openBank({ yaml, runsApproved: true })
    await callAs(bank, eva, 'bank_close', { of: 'anna' })
    await bank.decide('day', 101)
    bank.clock.turn(500)
    await ticks(40)
    expect(bank.bank.effects).toHaveLength(1)
    const calls = (await bank.rows()).filter(({ kind }) => kind === 'call')
    expect(calls.map(({ body }) => 'user' in body && body.user)).toEqual([
      `${ISSUER} eva`,
      `${ISSUER} eva`,
    ])
  })
})
