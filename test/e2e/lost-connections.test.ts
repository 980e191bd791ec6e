import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'

import {
  askRaw,
  ERAS,
  rawCall,
  type Era,
  type RawAnswer,
  type RawParams,
} from '../support/raw-call.ts'
import { serveParcels, type ServedParcels } from '../support/serve-parcels.ts'

/** A write takes about 200 ms: 60 until its point of no return, the rest behind it. */
const PACE = { planMs: 60, workMs: 140 }
/** Each of its milliseconds, and some behind its end. */
const DROPS_MS = Array.from({ length: 240 }, (_, at) => at)
/** All at once they would hold each other up, and none would be as far as it is to be when its socket drops. */
const APART_MS = 12

const PATIENCE = { timeout: 60_000 }

const waiting = { timeout: 10_000, interval: 5 }

interface Post {
  readonly to: string
  readonly key: string
}

function post({ to, key }: Post) {
  const _meta = { 'dev.toolcrib/idempotency-key': key }
  return { name: 'parcels_post', arguments: { to }, _meta }
}

/** Asks until the work is over, as an agent that is told "still being worked on" would. */
async function retried(url: string, era: Era, what: Post): Promise<RawAnswer> {
  for (let tries = 0; tries < 20; tries += 1) {
    const answer = await askRaw(url, era, post(what))
    if (!answer.said.startsWith('That is still being worked on.')) return answer
    await setTimeout(100)
  }
  throw new Error('It was never over.')
}

/** What was done for a name, of everything that was done. */
function doneFor(to: string, { parcels }: ServedParcels): readonly number[] {
  return parcels.sent.flatMap((what, at) => (what === `posted ${to} 200` ? [at + 1] : []))
}

/** Calls, and drops the socket once the call is held up at that moment. */
function lostAt(moment: 'plan' | 'work', served: ServedParcels, era: Era, params: RawParams) {
  const { parcels } = served
  const before = parcels.reached.length
  const dropWhen = () =>
    expect.poll(() => parcels.reached.slice(before).includes(moment), waiting).toBe(true)
  return rawCall(served.urlFor('desk'), era, params, { dropWhen })
}

describe.each(ERAS)('a client of %s whose socket drops', PATIENCE, (era) => {
  it('has one effect and its true result when it asks again by its key, at whichever millisecond that was (T-IDEM-2)', async () => {
    const served = await serveParcels(PACE)
    const url = served.urlFor('desk')
    const ends: { readonly to: string; readonly said: string }[] = []
    const dropped = async (dropAfterMs: number): Promise<void> => {
      await setTimeout(dropAfterMs * APART_MS)
      const what = { to: `after ${dropAfterMs}`, key: `drop-${era}-${dropAfterMs}` }
      await rawCall(url, era, post(what), { dropWhen: () => setTimeout(dropAfterMs) })
      ends.push({ to: what.to, said: (await retried(url, era, what)).said })
    }
    await Promise.all(DROPS_MS.map(dropped))
    expect(ends).toHaveLength(DROPS_MS.length)
    for (const { to, said } of ends) {
      const done = doneFor(to, served)
      expect(done, `${to}: ${said}`).toHaveLength(1)
      expect(said).toMatch(new RegExp(`^(Already done: )?Posted to ${to} as number ${done[0]}\\.$`))
    }
    // Some had come past their point of no return, or nothing was tried here.
    const inTime = ends.filter(({ said }) => !said.startsWith('Already done: '))
    expect(inTime.length).toBeLessThan(DROPS_MS.length)
    // Where a closed stream withdraws, others had not.
    expect(inTime.length).toBeGreaterThanOrEqual(era === '2026-07-28' ? 1 : 0)
  })

  it('behind the point of no return finds its work done', async () => {
    const served = await serveParcels()
    const { parcels } = served
    const url = served.urlFor('desk')
    const what = { to: 'Ada', key: 'key-of-ada' }
    parcels.hold('work')
    expect(await lostAt('work', served, era, post(what))).toBeUndefined()
    parcels.release()
    await expect.poll(() => parcels.sent, waiting).toEqual(['posted Ada 200'])
    expect((await retried(url, era, what)).said).toBe('Already done: Posted to Ada as number 1.')
    expect(parcels.sent).toEqual(['posted Ada 200'])
  })
})

/** Loses the connection of a call that is held at its plan, then lets it go. */
async function lostAtPlan(era: Era) {
  const served = await serveParcels()
  const { parcels, recorded } = served
  const what = { to: 'Ada', key: 'key-of-ada' }
  parcels.hold('plan')
  expect(await lostAt('plan', served, era, post(what))).toBeUndefined()
  return { parcels, recorded, again: () => retried(served.urlFor('desk'), era, what) }
}

describe('before the point of no return', PATIENCE, () => {
  it('a lost socket is no cancel in the 2025 era: the work is done, and kept', async () => {
    const { parcels, recorded, again } = await lostAtPlan('2025-11-25')
    parcels.release()
    await expect.poll(() => parcels.sent, waiting).toEqual(['posted Ada 200'])
    await expect.poll(() => recorded.map(({ outcome }) => outcome), waiting).toEqual(['success'])
    expect((await again()).said).toBe('Already done: Posted to Ada as number 1.')
    expect(parcels.sent).toEqual(['posted Ada 200'])
  })

  it('a closed stream is one in the 2026 era: nothing is done until it is asked for again', async () => {
    const { parcels, recorded, again } = await lostAtPlan('2026-07-28')
    await expect.poll(() => recorded.map(({ outcome }) => outcome), waiting).toEqual(['cancelled'])
    parcels.release()
    expect(parcels.sent).toEqual([])
    expect((await again()).said).toBe('Posted to Ada as number 1.')
    expect(parcels.sent).toEqual(['posted Ada 200'])
  })

  it('a yes is not used up by a call that was withdrawn', async () => {
    const served = await serveParcels()
    const { parcels, recorded } = served
    const url = served.urlFor('desk')
    const ask = { name: 'parcels_send', arguments: { to: 'Ada' } }
    const asked = await askRaw(url, '2026-07-28', ask)
    const code = /confirmation_code (\d{4})/.exec(asked.said)?.[1]
    const confirmed = { ...ask, arguments: { to: 'Ada', confirmation_code: code } }
    parcels.hold('plan')
    await lostAt('plan', served, '2026-07-28', confirmed)
    await expect.poll(() => recorded.at(-1)?.outcome, waiting).toBe('cancelled')
    parcels.release()
    const done = await askRaw(url, '2026-07-28', confirmed)
    expect(done.said).toBe('Sent to Ada as number 1.')
    expect(parcels.sent).toEqual(['sent Ada 200'])
  })
})
