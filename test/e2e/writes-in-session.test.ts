import { describe, expect, it } from 'vitest'

import { holdDialogs } from '../support/held-dialogs.ts'
import { serveParcels } from '../support/serve-parcels.ts'

const PATIENCE = { timeout: 60_000 }

const waiting = { timeout: 10_000, interval: 5 }

const KEYED = { to: 'Ada', idempotency_key: 'key-of-ada' }

/** A call that nobody waits for any more. */
const LOST = 'lost'

/** A v1 client in a session over HTTP. */
async function openSession() {
  const { parcels, recorded, urlFor } = await serveParcels()
  const client = await holdDialogs(urlFor('desk'))
  expect(client.sessionId).toBeDefined()
  const outcomes = () => recorded.map(({ outcome }) => outcome)
  return { ...client, parcels, outcomes }
}

type Session = Awaited<ReturnType<typeof openSession>>

/** Begins to send, and comes back once the person is asked. */
async function askedOf({ call, dialogs }: Session, what: object = KEYED, signal?: AbortSignal) {
  const before = dialogs.length
  const called = call('parcels_send', { ...what }, signal).catch(() => LOST)
  await expect.poll(() => dialogs.length, waiting).toBe(before + 1)
  return { called }
}

/** Begins to post, and comes back once that is held up at this moment. */
async function heldAt(moment: 'plan' | 'work', { call, parcels }: Session, signal?: AbortSignal) {
  parcels.hold(moment)
  const called = call('parcels_post', KEYED, signal).catch(() => LOST)
  await expect.poll(() => parcels.reached, waiting).toContain(moment)
  return { called }
}

/** Withdraws by word, and comes back once the server has taken that in. */
async function withdraw(said: AbortController, { withdrawals }: Session): Promise<void> {
  said.abort()
  await expect.poll(withdrawals, waiting).toBe(1)
}

describe('a v1 client’s dialog in a session over HTTP', PATIENCE, () => {
  it('confirms a write, which is not done before', async () => {
    const session = await openSession()
    const { dialogs, parcels } = session
    const { called } = await askedOf(session)
    expect({ question: dialogs[0]?.question, sent: parcels.sent }).toEqual({
      question: 'Confirm: sending 200 grams to ada.',
      sent: [],
    })
    dialogs[0]?.yes()
    expect(await called).toBe('Sent to Ada as number 1.')
    expect(parcels.sent).toEqual(['sent Ada 200'])
  })

  it('counts although the call’s socket dropped meanwhile, and the retry gets the true result', async () => {
    const session = await openSession()
    const { dialogs, parcels, streams, call } = session
    await askedOf(session)
    streams[0]?.drop()
    dialogs[0]?.yes()
    await expect.poll(() => parcels.sent, waiting).toEqual(['sent Ada 200'])
    expect(await call('parcels_send', KEYED)).toBe('Already done: Sent to Ada as number 1.')
    expect({ sent: parcels.sent, shown: dialogs.length }).toEqual({
      sent: ['sent Ada 200'],
      shown: 1,
    })
  })

  it('has one effect when a retry had it shown again, and its person said yes to both', async () => {
    const session = await openSession()
    const { dialogs, parcels, streams, outcomes } = session
    await askedOf(session)
    streams[0]?.drop()
    const { called } = await askedOf(session)
    dialogs[1]?.yes()
    expect(await called).toBe('Sent to Ada as number 1.')
    dialogs[0]?.yes()
    await expect
      .poll(outcomes, waiting)
      .toEqual(['confirm_first', 'confirm_first', 'success', 'success'])
    expect(parcels.sent).toEqual(['sent Ada 200'])
  })

  it('is closed when the call is withdrawn, and a yes to it counts for nothing', async () => {
    const session = await openSession()
    const { dialogs, parcels, streams } = session
    // The v1 SDK takes no question back whose id is 0, as the first one's is.
    await askedOf(session, { to: 'Ben' })
    dialogs[0]?.yes()
    await expect.poll(() => parcels.sent, waiting).toEqual(['sent Ben 200'])
    const said = new AbortController()
    const { called } = await askedOf(session, KEYED, said.signal)
    await withdraw(said, session)
    expect(await called).toBe(LOST)
    await expect.poll(() => dialogs[1]?.isClosed(), waiting).toBe(true)
    dialogs[1]?.yes()
    await expect.poll(() => streams[1]?.isOver, waiting).toBe(true)
    const again = await askedOf(session)
    expect(parcels.sent).toEqual(['sent Ben 200'])
    dialogs[2]?.yes()
    expect(await again.called).toBe('Sent to Ada as number 2.')
    expect(parcels.sent).toEqual(['sent Ben 200', 'sent Ada 200'])
  })
})

describe('a write in a session over HTTP', PATIENCE, () => {
  it.each(['plan', 'work'] as const)(
    'whose socket drops at its %s is done, and its retry gets the true result',
    async (moment) => {
      const session = await openSession()
      const { parcels, streams, outcomes, call } = session
      await heldAt(moment, session)
      await expect.poll(() => streams.length, waiting).toBe(1)
      streams[0]?.drop()
      parcels.release()
      await expect.poll(outcomes, waiting).toEqual(['success'])
      expect(await call('parcels_post', KEYED)).toBe('Already done: Posted to Ada as number 1.')
      expect(parcels.sent).toEqual(['posted Ada 200'])
    },
  )

  it('that is withdrawn before its point of no return is not done, until it is asked for again', async () => {
    const session = await openSession()
    const { parcels, streams, outcomes, call } = session
    const said = new AbortController()
    const { called } = await heldAt('plan', session, said.signal)
    await withdraw(said, session)
    await expect.poll(outcomes, waiting).toEqual(['cancelled'])
    parcels.release()
    expect(await called).toBe(LOST)
    // The SDK would leave it open, its session never idle, and a stop waiting for it.
    await expect.poll(() => streams[0]?.isOver, waiting).toBe(true)
    expect(parcels.sent).toEqual([])
    expect(await call('parcels_post', KEYED)).toBe('Posted to Ada as number 1.')
    expect(parcels.sent).toEqual(['posted Ada 200'])
  })

  it('that is withdrawn behind it is finished and kept, and its retry gets the true result', async () => {
    const session = await openSession()
    const { parcels, streams, outcomes, call } = session
    const said = new AbortController()
    const { called } = await heldAt('work', session, said.signal)
    await withdraw(said, session)
    expect(parcels.sent).toEqual([])
    parcels.release()
    await expect.poll(outcomes, waiting).toEqual(['success'])
    expect(await called).toBe(LOST)
    await expect.poll(() => streams[0]?.isOver, waiting).toBe(true)
    expect(await call('parcels_post', KEYED)).toBe('Already done: Posted to Ada as number 1.')
    expect(parcels.sent).toEqual(['posted Ada 200'])
  })
})
