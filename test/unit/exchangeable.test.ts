import { expect, it } from 'vitest'

import { exchangeable } from '../../src/exchangeable.ts'
import { refuse } from '../../src/index.ts'
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
