import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { tempDir } from '../../../support/temp-dir.ts'
import { TUESDAY } from './mounted.ts'
import { ONE_TABLE } from './restaurants.ts'

const RUNNER = fileURLToPath(new URL('race-runner.ts', import.meta.url))
const RACERS = 6

test('processes that race for the last table on one database: exactly one gets it', async () => {
  const args = [tempDir(), JSON.stringify(ONE_TABLE), String(Date.parse(TUESDAY))]
  const racers = Array.from({ length: RACERS }, () => fork(RUNNER, args))
  // All stand at the line before the first may run.
  await Promise.all(racers.map((racer) => message(racer)))
  const outcomes = racers.map((racer) => message(racer))
  for (const racer of racers) racer.send('go')
  const heard = await Promise.all(outcomes)
  expect(heard.filter((outcome) => outcome === 'ok')).toHaveLength(1)
  expect(heard.filter((outcome) => outcome === 'conflict')).toHaveLength(RACERS - 1)
}, 30_000)

async function message(racer: ChildProcess): Promise<unknown> {
  const [said] = await Promise.race([once(racer, 'message'), once(racer, 'exit')])
  return said
}
