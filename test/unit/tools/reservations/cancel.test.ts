import { expect, test } from 'vitest'

import { ADAS_TABLE } from './adas-table.ts'
import { codeIn, mounted } from './mounted.ts'
import { ONE_TABLE } from './restaurants.ts'

async function withAda() {
  const house = await mounted({ config: ONE_TABLE })
  const code = codeIn(await house.call('book', ADAS_TABLE))
  return {
    ...house,
    code,
    cancel: (how: object = {}) => house.call('cancel', { code }, how),
    planned: () => house.plan('cancel', { code }),
  }
}

test('a cancelled reservation frees its table', async () => {
  const { cancel, call, code } = await withAda()
  const answer = await cancel()
  expect(answer.text).toBe(`${code} for Friday, March 13 at 7:30 PM is cancelled.`)
  expect(answer.value).toMatchObject({ reservation: { code, status: 'cancelled' } })
  expect(await call('book', ADAS_TABLE)).toMatchObject({ outcome: 'ok' })
})

test('a plan says which reservation would be cancelled, and cancels nothing', async () => {
  const { planned, code, call } = await withAda()
  expect(await planned()).toEqual({
    outcome: 'ok',
    text: `cancel ${code} for Friday, March 13 at 7:30 PM, 4 guests`,
    resolved: {
      code,
      date: '2026-03-13',
      time: '19:30',
      party_size: 4,
      starts_at: '2026-03-14T02:30:00Z',
    },
  })
  expect(await call('book', ADAS_TABLE)).toMatchObject({ outcome: 'conflict' })
})

test('a code that is said is planned as it is written', async () => {
  const { plan, planned, code } = await withAda()
  expect(await plan('cancel', { code: code.replace('R-', 'r dash ') })).toEqual(await planned())
})

test('a yes to a reservation that was moved meanwhile is a yes to something else', async () => {
  const { planned, call, code } = await withAda()
  const before = await planned()
  await call('change', { code, time: '8 PM' })
  expect((await planned()).resolved).not.toEqual(before.resolved)
})

test('nobody is asked whether to cancel what is cancelled already', async () => {
  const { cancel, planned, code } = await withAda()
  await cancel()
  expect(await planned()).toMatchObject({
    outcome: 'conflict',
    text: `${code} is already cancelled. Tell the caller that nothing more has to be done.`,
  })
})

test('cancelling twice does what cancelling once does', async () => {
  const { cancel } = await withAda()
  const first = await cancel()
  expect(first.outcome).toBe('ok')
  expect(await cancel()).toEqual(first)
})

test('a call that was broken off cancels nothing', async () => {
  const { cancel, call } = await withAda()
  const answer = await cancel({ signal: AbortSignal.abort() })
  expect(answer.outcome).toBe('cancelled')
  expect(await call('book', ADAS_TABLE)).toMatchObject({ outcome: 'conflict' })
})

test('what has begun cannot be cancelled', async () => {
  const { cancel, planned, clock, code } = await withAda()
  clock.turn(Date.parse('2026-03-14T02:30:00Z') - clock.now())
  const over = {
    outcome: 'conflict',
    text: `${code} was for Friday, March 13 and has begun or is over. It can no longer be changed or cancelled; offer to book a new table.`,
  }
  expect(await planned()).toMatchObject(over)
  expect(await cancel()).toMatchObject(over)
})
