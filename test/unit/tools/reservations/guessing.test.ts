import { expect, test } from 'vitest'

import { conversation, customer } from './fake-host.ts'
import { ADAS_TABLE } from './adas-table.ts'
import { codeIn, mounted, type Mounted } from './mounted.ts'

const MINUTE = 60_000

function guesses(house: Mounted, codes: readonly string[], how: object): Promise<string[]> {
  return Promise.all(
    codes.map(async (code) => {
      const answer = await house.call('look_up', { code, surname: 'Guess' }, how)
      return answer.outcome
    }),
  )
}

const codesFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `R-${first + index}`)

test('after five misses a conversation is sent to a colleague, and may try again ten minutes later', async () => {
  const house = await mounted()
  const code = codeIn(await house.call('book', ADAS_TABLE))
  const how = { conversation: conversation('c1') }
  const right = { code, surname: 'Moreno' }
  await guesses(house, codesFrom(2000, 5), how)
  expect(await house.call('look_up', right, how)).toMatchObject({
    outcome: 'too_many_tries',
    text: 'That was tried too often for now. Hand over to a colleague who can find the reservation.',
  })
  house.clock.turn(10 * MINUTE)
  expect(await house.call('look_up', right, how)).toMatchObject({ outcome: 'ok' })
})

test('guesses sent all at once are counted one by one', async () => {
  const house = await mounted()
  const outcomes = await guesses(house, codesFrom(2000, 20), { conversation: conversation('c1') })
  expect(outcomes.filter((outcome) => outcome === 'not_found')).toHaveLength(5)
  expect(outcomes.filter((outcome) => outcome === 'too_many_tries')).toHaveLength(15)
})

test('without a conversation the tries of a client count together', async () => {
  const house = await mounted()
  await guesses(house, codesFrom(2000, 5), { client: 'kiosk' })
  expect(await guesses(house, ['R-3000'], { client: 'kiosk' })).toEqual(['too_many_tries'])
  expect(await guesses(house, ['R-3000'], { client: 'phone' })).toEqual(['not_found'])
})

test('a code can be missed ten times an hour, whoever asks, and the right answer is then refused too', async () => {
  const house = await mounted()
  const code = codeIn(await house.call('book', ADAS_TABLE))
  const right = { code, surname: 'Moreno' }
  for (let index = 0; index < 10; index += 1)
    await guesses(house, [code], { conversation: conversation(`c${index}`) })
  const fresh = { conversation: conversation('fresh') }
  expect(await house.call('look_up', right, fresh)).toMatchObject({ outcome: 'too_many_tries' })
  house.clock.turn(60 * MINUTE)
  expect(await house.call('look_up', right, fresh)).toMatchObject({ outcome: 'ok' })
})

test('guessing at a code does not lock out its verified owner', async () => {
  const house = await mounted()
  const code = codeIn(await house.call('book', ADAS_TABLE))
  for (let index = 0; index < 10; index += 1)
    await guesses(house, [code], { conversation: conversation(`c${index}`) })
  const ada = conversation('ada', [customer('Ada Moreno', '+14155550132')])
  expect(await house.said('look_up', { code }, { conversation: ada })).toContain(code)
})
