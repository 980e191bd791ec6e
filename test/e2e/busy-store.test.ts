import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

import { openDatabase } from '../../src/index.ts'
import { MODULES } from '../../tools/index.ts'
import { confirmationIn } from '../support/confirmed.ts'
import { callOf, said, startApp } from '../support/start-app.ts'

const DEMO = readFileSync(join(import.meta.dirname, '../../config/toolcrib.yaml'), 'utf8')

it('a write that meets another process’s write is told to try again, and then succeeds', async () => {
  const { app, dir, clock } = await startApp(DEMO.replace('../data', 'data'), MODULES)
  const book = async () => {
    const input = {
      date: 'friday',
      time: '18:00',
      party_size: 2,
      name: 'Guest One',
      phone: '+14155550111',
    }
    const send = async (args: object) =>
      said(await app.run(callOf('voice', 'reservations_book', args, { handle: 'call-1' })))
    const confirmation_code = confirmationIn(await send(input))
    clock.turn(3_000)
    return send({ ...input, confirmation_code })
  }
  // The first call of a day renews the demo data; that is not what is tested here.
  await app.run(
    callOf('voice', 'reservations_check', { date: 'friday', party_size: 2, meal: 'dinner' }),
  )
  const other = openDatabase(join(dir, 'data/reservations/reservations.db'), '')
  other.exec('BEGIN IMMEDIATE')
  expect(await book()).toBe(
    'busy: The books are being written by somebody else just now. Try again in a moment.',
  )
  other.exec('ROLLBACK')
  other.close()
  expect(await book()).toContain('Booked for Friday')
})
