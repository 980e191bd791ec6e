import { expect, test } from 'vitest'

import { conversation, customer } from './fake-host.ts'
import { ADAS_TABLE } from './adas-table.ts'
import { codeIn, mounted } from './mounted.ts'
import { ONE_TABLE } from './restaurants.ts'

async function withAda() {
  const house = await mounted({ config: ONE_TABLE })
  const code = codeIn(await house.call('book', ADAS_TABLE))
  const ada = { conversation: conversation('ada', [customer('Ada Moreno', '+14155550132')]) }
  const cancel = (what: object = {}, how: object = ada) =>
    house.call('cancel', { code, read_back: true, ...what }, how)
  return { ...house, code, ada, cancel }
}

test('a cancelled reservation frees its table', async () => {
  const { cancel, call, code } = await withAda()
  const answer = await cancel()
  expect(answer.text).toBe(`${code} for Friday, March 13 at 7:30 PM is cancelled.`)
  expect(answer.value).toMatchObject({ reservation: { code, status: 'cancelled' } })
  expect(await call('book', ADAS_TABLE)).toMatchObject({ outcome: 'ok' })
})

test('cancelling again says that it is cancelled already', async () => {
  const { cancel, code } = await withAda()
  await cancel()
  for (const read_back of [true, false])
    expect(await cancel({ read_back })).toMatchObject({
      outcome: 'ok',
      text: `${code} for Friday, March 13 at 7:30 PM is already cancelled.`,
    })
})

test('a cancellation has to be read back first', async () => {
  const { cancel, code, call } = await withAda()
  const asked = await cancel({ read_back: false })
  expect(asked.outcome).toBe('read_back_first')
  expect(asked.text).toContain(`cancel ${code} for Friday, March 13 at 7:30 PM, 4 guests`)
  expect(await call('book', ADAS_TABLE)).toMatchObject({ outcome: 'conflict' })
})

test('a call that was broken off cancels nothing', async () => {
  const { cancel, ada, call } = await withAda()
  const answer = await cancel({}, { ...ada, signal: AbortSignal.abort() })
  expect(answer.outcome).toBe('cancelled')
  expect(await call('book', ADAS_TABLE)).toMatchObject({ outcome: 'conflict' })
})

test("somebody else's reservation is answered exactly as a code that does not exist", async () => {
  const { cancel } = await withAda()
  const ben = { conversation: conversation('ben', [customer('Ben Okafor', '+14155550147')]) }
  const unknown = await cancel({ code: 'R-9999' }, ben)
  expect(unknown.outcome).toBe('not_found')
  expect(await cancel({}, ben)).toEqual(unknown)
  expect(await cancel({ read_back: false }, ben)).toEqual(unknown)
  expect(await cancel({}, {})).toEqual(unknown)
})

test('what has begun cannot be cancelled', async () => {
  const { cancel, clock, code } = await withAda()
  clock.turn(Date.parse('2026-03-14T02:30:00Z') - clock.now())
  expect(await cancel()).toMatchObject({
    outcome: 'conflict',
    text: `${code} was for Friday, March 13 and has begun or is over. It can no longer be changed or cancelled; offer to book a new table.`,
  })
})
