import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

import { databaseFile } from '../../src/store/places.ts'
import { tempDir } from '../support/temp-dir.ts'
import type { Report } from './appender.ts'
import { openBooks } from './books.ts'

const ROUNDS = 60

/** Two write by threads of their own, as servers do, and two without, as commands do. */
const APPENDERS = ['thread', 'thread', 'inline', 'inline']

it('four processes append to one unbroken chain, and nothing acknowledged is missing', async () => {
  const dataDir = tempDir()
  const file = join(import.meta.dirname, 'appender.ts')
  const children = APPENDERS.map((way, at) => {
    const child = fork(file, [dataDir, `P${at}`, String(ROUNDS), way])
    onTestFinished(() => void child.kill('SIGKILL'))
    return child
  })
  await Promise.all(children.map((child) => once(child, 'message')))
  const reports = await Promise.all(
    children.map(async (child): Promise<Report> => {
      child.send('go')
      const [report] = await once(child, 'message')
      return report
    }),
  )
  const books = openBooks(databaseFile(dataDir))
  onTestFinished(() => books.close())
  expect(reports.flatMap(({ failures }) => failures)).toEqual([])
  expect(books.chain().breaks).toEqual([])
  const writes = reports.flatMap(({ writes }) => writes)
  expect(writes).toHaveLength(APPENDERS.length * ROUNDS * 2)
  expect(writes.filter((call) => !books.hasCall(call) || !books.hasResult(call))).toEqual([])
  const reads = reports.flatMap(({ reads }) => reads)
  expect(reads).toHaveLength(APPENDERS.length * ROUNDS * 3)
  expect(reads.filter((call) => !books.hasCall(call))).toEqual([])
  // A key that all of them go for is one operation.
  const won = reports.flatMap(({ won }) => won)
  expect(won.toSorted()).toEqual(Array.from({ length: ROUNDS }, (_, n) => `shared ${n}`).toSorted())
  expect(books.operations().every(({ state }) => state === 'succeeded')).toBe(true)
  expect(books.calls()).toHaveLength(APPENDERS.length * ROUNDS * 5 + ROUNDS)
  expect(books.integrity()).toBe('ok')
})
