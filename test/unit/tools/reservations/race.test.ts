import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { tempDir } from '../../../support/temp-dir.ts'
import { TUESDAY } from './mounted.ts'
import { ONE_TABLE } from './restaurants.ts'

const RUNNER = fileURLToPath(new URL('race-runner.ts', import.meta.url))
const RACERS = 6

/** Enough evenings that the processes meet inside a transaction again and again. */
const DATES = [
  ...days('2026-03', 24, 29),
  ...days('2026-04', 7, 12),
  ...days('2026-04', 14, 19),
  ...days('2026-04', 21, 26),
]

test('processes that race for the last table on one database: each evening exactly one gets it', async () => {
  const args = [tempDir(), JSON.stringify(ONE_TABLE), String(Date.parse(TUESDAY))]
  const racers = Array.from({ length: RACERS }, () => fork(RUNNER, args))
  // All stand at the line before the first may run.
  await Promise.all(racers.map((racer) => message(racer)))
  const outcomes = racers.map((racer) => message(racer))
  for (const racer of racers) racer.send(DATES)
  const heard = (await Promise.all(outcomes)).flat()
  expect(heard.filter((outcome) => outcome === 'ok')).toHaveLength(DATES.length)
  expect(heard.filter((outcome) => outcome === 'conflict')).toHaveLength(
    DATES.length * (RACERS - 1),
  )
}, 30_000)

function days(month: string, first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => {
    return `${month}-${String(first + index).padStart(2, '0')}`
  })
}

async function message(racer: ChildProcess): Promise<unknown> {
  const [said] = await Promise.race([once(racer, 'message'), once(racer, 'exit')])
  return said
}
