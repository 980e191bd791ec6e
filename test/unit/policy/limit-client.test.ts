import { describe, expect, it } from 'vitest'

import { openBank, type OpenBank } from '../../support/open-bank.ts'

/** Each client may call 60 times in a minute, ten of them at once. */
const limited = () =>
  openBank({
    configured: (config) => ({
      ...config,
      clients: config.clients.map((client) => ({ ...client, callsPerMinute: 60 })),
    }),
  })

const look = async ({ call }: OpenBank, client = 'voice') =>
  (await call(client, 'bank_look', { topic: 'rates' })).code

async function looks(bank: OpenBank, count: number): Promise<readonly string[]> {
  const codes: string[] = []
  for (let at = 0; at < count; at += 1) codes.push(await look(bank))
  return codes
}

describe('S16: a client over its rate', () => {
  it('is refused in words that say how long to wait, and on the record, while others go on', async () => {
    const bank = await limited()
    expect(new Set(await looks(bank, 10))).toEqual(new Set(['success']))
    const refused = await bank.call('voice', 'bank_look', { topic: 'rates' })
    expect(refused).toMatchObject({
      code: 'too_fast',
      text: 'This client has made too many calls in a short time, and nothing was done. Wait a second, then send the same request again.',
    })
    expect(await look(bank, 'desk')).toBe('success')
    const row = (await bank.rows()).find(({ call }) => call === refused.id)
    expect(row?.body).toMatchObject({ decision: { verdict: 'refused', rule: 'limitClient' } })
  })

  it('may go on as time passes, at its rate and never with more than a burst', async () => {
    const bank = await limited()
    await looks(bank, 11)
    bank.clock.turn(2_000)
    expect(await looks(bank, 3)).toEqual(['success', 'success', 'too_fast'])
    bank.clock.turn(3_600_000)
    expect((await looks(bank, 11)).filter((code) => code === 'success')).toHaveLength(10)
  })

  it('gains nothing by unknown tools, other conversations or a clock that is set back', async () => {
    const bank = await limited()
    for (let at = 0; at < 10; at += 1)
      await bank.call('voice', `bank_no${at}`, {}, { handle: `${at}` })
    expect(await look(bank)).toBe('too_fast')
    bank.clock.turn(-60_000)
    expect(await look(bank)).toBe('too_fast')
  })
})
