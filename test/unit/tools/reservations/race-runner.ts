import { createSpeech } from '../../../../src/speech/speech.ts'
import reservations from '../../../../tools/reservations/module.ts'
import { NOTHING_LENT } from '../../../support/nothing-lent.ts'
import { ADAS_TABLE } from './adas-table.ts'

/**
 * One process of the race in race.test.ts: mounts the module on the folder it is given, says that it is ready, books
 * the table on each of the dates it is sent, and reports the outcomes.
 */
const [dataDir = '', config = '{}', nowMs = '0'] = process.argv.slice(2)

const module = await reservations.mount(JSON.parse(config), {
  dataDir,
  clock: { now: () => Number(nowMs), after: () => () => {} },
  randomInt: (below) => process.pid % below,
  speech: createSpeech('en'),
  attempts: { take: () => true, forgive: () => {} },
  mailer: undefined,
  ...NOTHING_LENT,
})
const book = module.tools.find(({ name }) => name === 'reservations_book')

process.once('message', (dates) => {
  void race(Array.isArray(dates) ? dates.map(String) : [])
})
process.send?.('ready')

async function race(dates: readonly string[]): Promise<void> {
  const outcomes: string[] = []
  for (const date of dates) outcomes.push(await bookOn(date))
  process.send?.(outcomes, () => process.disconnect())
}

async function bookOn(date: string): Promise<string> {
  const prepared = book?.prepare({ ...ADAS_TABLE, date })
  if (!prepared || !('execute' in prepared)) return 'the booking is not valid'
  const reply = await prepared.execute({
    callId: `call-${process.pid}`,
    client: 'voice-agent',
    signal: new AbortController().signal,
    conversation: undefined,
    operationKey: undefined,
    standings: () => [],
    progress: () => {},
    ask: async () => ({ kind: 'unavailable' }),
  })
  return reply instanceof Error ? reply.code : 'ok'
}
