import { expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'

import { openApp } from '../../src/app.ts'
import { defineModule, toolsFor } from '../../src/index.ts'
import type { Journal } from '../../src/kernel/journal.ts'
import { houseKeys } from '../../src/store/house-keys.ts'
import { databaseFile, keyFile } from '../../src/store/places.ts'
import type { Database } from '../../src/store/sqlite/database.ts'
import { openJournal } from '../../src/store/sqlite/open-journal.ts'
import { WINDOW_MS } from '../../src/store/sqlite/pending-rows.ts'
import { turnedClock } from '../../src/testing/turned-clock.ts'
import { loneConfig } from '../support/lone-config.ts'
import { callOf } from '../support/start-app.ts'
import { tempDir } from '../support/temp-dir.ts'
import { openBooks } from './books.ts'

const tool = toolsFor<null>()

/** A read, a write and a write that needs a yes; `onEffect` is the effect, and hears of which call. */
function pantry(onEffect: (call: string, order: string) => void) {
  const order = z.string().describe('The order')
  const common = {
    useWhen: 'a test asks',
    avoidWhen: 'no test asks',
    returns: 'what was asked',
    scopes: [],
    examples: [{ order: 'A-1' }] as const,
    input: z.strictObject({ order }),
  }
  const write = {
    ...common,
    tier: 'write' as const,
    handler(input: { order: string }, _services: null, { callId }: { callId: string }) {
      onEffect(callId, input.order)
      // Too long for the rest of a page, so that what is stored of it needs room.
      return { ...input, receipt: 'x'.repeat(9_000) }
    },
    concise: () => 'Taken.',
  }
  return defineModule({
    id: 'pantry',
    title: 'Pantry',
    version: '1.0.0',
    config: z.strictObject({}),
    setup: () => null,
    tools: [
      tool({
        ...common,
        name: 'look',
        title: 'Look',
        does: 'Look.',
        tier: 'read',
        handler: (input) => input,
        concise: () => 'Seen.',
      }),
      tool({ ...write, name: 'take', title: 'Take', does: 'Take.' }),
      tool({ ...write, name: 'buy', title: 'Buy', does: 'Buy.', confirm: 'spoken' }),
    ],
  })
}

/** A house whose disk can be full: its writing connection gets no more pages than it has. */
async function houseOnADisk() {
  const dataDir = tempDir()
  const clock = turnedClock('2026-03-10T17:00:00Z')
  const effects: string[] = []
  const hooks = { onEffect: () => {} }
  const module = pantry((call) => {
    effects.push(call)
    hooks.onEffect()
  })
  const file = databaseFile(dataDir)
  let database: Database | undefined
  const app = await openApp({
    config: loneConfig(module, dataDir, [{ name: 'agent', profile: 'chat', confirmAfterMs: 0 }]),
    clock,
    recordCall: () => {},
    aroundJournal(opened): Journal {
      const keys = houseKeys(keyFile(dataDir))
      const own = openJournal({
        file,
        keys,
        clock,
        checkpointFile: undefined,
        inThread: false,
        onTrouble: () => {},
      })
      database = own.database
      return {
        ...own.journal,
        close: async () => void (await Promise.all([own.journal.close(), opened.close()])),
      }
    },
  })
  onTestFinished(async () => void (await app.close()))
  const books = openBooks(file)
  onTestFinished(() => books.close())
  const pages = (): unknown => database?.pragma('page_count', { simple: true })
  const limit = (most: unknown): void => void database?.pragma(`max_page_count = ${String(most)}`)
  let n = 0
  return {
    effects,
    hooks,
    books,
    clock,
    fill: () => limit(pages()),
    makeRoom: () => limit(1_000_000),
    async call(name: string, args: Readonly<Record<string, unknown>> = {}) {
      const call = callOf(
        'agent',
        `pantry_${name}`,
        { order: `A-${++n}`, ...args },
        { handle: 'line' },
      )
      const outcome = await app.run(call)
      return outcome.kind === 'success'
        ? { call: call.id, code: 'success', text: outcome.answer.text }
        : { call: call.id, code: outcome.error.code, text: outcome.error.message }
    },
  }
}

it('CVE-2026-2275: does nothing that it cannot record, and goes on without a restart when there is room', async () => {
  const house = await houseOnADisk()
  await house.call('take')
  house.fill()
  const answers = []
  do answers.push(await house.call('take'))
  while (answers.at(-1)?.code !== 'not_recorded' && answers.length < 200)
  const before = house.effects.length
  expect((await house.call('take')).code).toBe('not_recorded')
  expect(house.effects).toHaveLength(before)
  house.makeRoom()
  expect((await house.call('take')).code).toBe('success')
  expect(house.effects.every(house.books.hasCall)).toBe(true)
  expect(house.books.chain().breaks).toEqual([])
})

it('keeps an effect whose result finds no room as in doubt, with its intent on record', async () => {
  const house = await houseOnADisk()
  house.hooks.onEffect = house.fill
  const answer = await house.call('take', { order: 'A-doubt' })
  expect(answer.code).toBe('in_doubt')
  expect(answer.text).toMatch(/^That went through, but it could not be put on record\./)
  expect(house.effects).toEqual([answer.call])
  expect(house.books.hasCall(answer.call)).toBe(true)
  expect(house.books.operations()).toMatchObject([{ call: answer.call, state: 'committed' }])
  house.makeRoom()
  // The lease runs out, and the sweep comes round.
  house.clock.turn(60_000)
  await expect.poll(house.books.operations).toMatchObject([{ state: 'in_doubt' }])
  expect(house.books.reportedInDoubt()).toEqual(new Set([answer.call]))
})

it('refuses reads that cannot be recorded, and keeps the rows of those it had answered', async () => {
  const house = await houseOnADisk()
  house.fill()
  const answered: string[] = []
  let last = await house.call('look')
  while (last.code === 'success' && answered.length < 500) {
    answered.push(last.call)
    house.clock.turn(WINDOW_MS)
    await new Promise(setImmediate)
    last = await house.call('look')
  }
  expect(last.code).toBe('not_recorded')
  expect((await house.call('look')).code).toBe('not_recorded')
  expect(answered.every(house.books.hasCall)).toBe(false)
  house.makeRoom()
  expect((await house.call('look')).code).toBe('success')
  expect(answered.filter((call) => !house.books.hasCall(call))).toEqual([])
  expect(house.books.chain().breaks).toEqual([])
})

it('leaves a yes good whose call found no room', async () => {
  const house = await houseOnADisk()
  const order = { order: 'A-gated' }
  const question = await house.call('buy', order)
  const code = /confirmation_code (\d+)/.exec(question.text)?.[1]
  house.fill()
  while ((await house.call('take')).code !== 'not_recorded');
  const before = house.effects.length
  // A claim needs less room than the calls before it, but a page that is full is full.
  const confirmed = { ...order, confirmation_code: code }
  expect((await house.call('buy', confirmed)).code).toBe('not_recorded')
  expect(house.effects).toHaveLength(before)
  house.makeRoom()
  expect((await house.call('buy', confirmed)).code).toBe('success')
  expect((await house.call('buy', confirmed)).code).toBe('confirmation_used')
})
