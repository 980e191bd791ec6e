import { expect, it } from 'vitest'

import type { NotDecided } from '../../src/approvals/desk.ts'
import { exchangeable } from '../../src/exchangeable.ts'
import { refuse } from '../../src/index.ts'
import type { Operator } from '../../src/kernel/operator.ts'
import { failure, type Outcome } from '../../src/kernel/outcome.ts'
import { callOf, startShop } from '../support/start-app.ts'

it('an app that is replaced is given back only when its calls have ended', async () => {
  const { app } = await startShop()
  const ending = Promise.withResolvers<Outcome>()
  const slow = { ...app, run: () => ending.promise }
  const { app: served, exchange } = exchangeable(slow)
  const running = served.run(callOf('all', 'shop_check', {}))

  const events: string[] = []
  const old = exchange(app).then((given) => {
    events.push('given back')
    return given
  })
  // The next call runs in the new one, while the old one still has a call.
  expect((await served.run(callOf('all', 'shop_none', {}))).kind).toBe('failure')
  events.push('next call answered')

  const answer = failure(refuse('not_found', 'Nothing.'))
  ending.resolve(answer)
  expect(await running).toBe(answer)
  expect(await old).toBe(slow)
  expect(events).toStrictEqual(['next call answered', 'given back'])
})

it('nor in the middle of a decision, which would be made and yet be said to be none', async () => {
  const { app } = await startShop()
  const deciding = Promise.withResolvers<NotDecided>()
  const slow = { ...app, desk: { ...app.desk, decide: () => deciding.promise } }
  const { app: served, exchange } = exchangeable(slow)
  const ruling = { verdict: 'approve', seen: '', reason: null, from: 'here' } as const
  const running = served.desk.decide(DORA, 101, ruling)

  const events: string[] = []
  const old = exchange(app).then(() => events.push('given back'))
  expect(await served.desk.decide(DORA, 101, ruling)).toMatchObject({ code: 'unknown_ticket' })
  events.push('next decision answered')

  deciding.resolve({ kind: 'refused', code: 'over', message: 'It is over.' })
  expect(await running).toMatchObject({ code: 'over' })
  await old
  expect(events).toStrictEqual(['next decision answered', 'given back'])
})

const DORA: Operator = {
  name: 'dora',
  title: 'Dora',
  persons: ['dora'],
  tools: ['*'],
  clients: ['*'],
  highestTier: 'write',
}
