import { createSpeech } from '../../../../src/speech/speech.ts'
import reservations from '../../../../tools/reservations/module.ts'
import { ADAS_TABLE } from './adas-table.ts'

/**
 * One process of the race in race.test.ts: mounts the module on the folder it is given, says that it is ready, books
 * when it is told to, and reports the outcome.
 */
const [dataDir = '', config = '{}', nowMs = '0'] = process.argv.slice(2)

const module = await reservations.mount(JSON.parse(config), {
  dataDir,
  clock: { now: () => Number(nowMs), after: () => () => {} },
  randomInt: (below) => process.pid % below,
  speech: createSpeech('en'),
  attempts: { count: () => 0, record: () => {} },
})

process.once('message', () => void race())
process.send?.('ready')

async function race(): Promise<void> {
  const prepared = module.tools
    .find(({ name }) => name === 'reservations_book')
    ?.prepare(ADAS_TABLE)
  if (!prepared || !('execute' in prepared)) throw new Error('The booking is not valid.')
  const reply = await prepared.execute({
    callId: `call-${process.pid}`,
    client: 'voice-agent',
    signal: new AbortController().signal,
    conversation: undefined,
  })
  process.send?.(reply instanceof Error ? reply.code : 'ok', () => process.disconnect())
}
