import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { houseKeys } from '../../../src/store/house-keys.ts'
import { databaseFile, keyFile, stopFile } from '../../../src/store/places.ts'
import { openJournal } from '../../../src/store/sqlite/open-journal.ts'
import { openBank, spokenCode, ticks, type OpenBank } from '../../support/open-bank.ts'

const MOVE = { to: 'anna', amount: 20 }
const ROOM = { handle: 'room-1' }

/** As an operator's command does it: by a journal of its own over the same folder. */
async function setStopped({ dir, clock }: OpenBank, isStopped: boolean): Promise<void> {
  const data = join(dir, 'data')
  const keys = houseKeys(keyFile(data))
  const file = databaseFile(data)
  const setting = { file, keys, clock, checkpointFile: undefined, inThread: false }
  const { journal } = openJournal({ ...setting, onTrouble: () => {} })
  await journal.setWritesStopped(isStopped, [])
  await journal.close()
}

function setFile({ dir }: OpenBank, isThere: boolean): Promise<void> {
  const file = stopFile(join(dir, 'data'))
  if (isThere) writeFileSync(file, '')
  else rmSync(file)
  return Promise.resolve()
}

describe.each([
  ['by a command', setStopped],
  ['by a file', setFile],
])('Replit: the kill switch, %s,', (_how, set) => {
  it('refuses every change in every process, also after a restart, until it is off', async () => {
    const bank = await openBank()
    const other = await bank.again()
    await set(bank, true)
    for (const each of [bank, other]) {
      const refused = await each.call('voice', 'bank_buy', { item: 'mug' }, ROOM)
      expect(refused).toMatchObject({
        code: 'writes_stopped',
        text: 'An operator has stopped all changes for now, and nothing was done. Hand over to a colleague.',
      })
      expect((await each.call('desk', 'bank_send', MOVE, ROOM)).code).toBe('writes_stopped')
    }
    expect(bank.phone.notices).toEqual([])
    await bank.close()
    const later = await bank.again()
    const buy = () => later.call('voice', 'bank_buy', { item: 'mug' }, ROOM)
    expect((await buy()).code).toBe('writes_stopped')
    await set(bank, false)
    expect((await buy()).code).toBe('success')
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('lets reads go on', async () => {
    const bank = await openBank()
    await set(bank, true)
    expect((await bank.call('voice', 'bank_look', { topic: 'rates' }, ROOM)).code).toBe('success')
  })

  it('puts what it refuses on record', async () => {
    const bank = await openBank()
    await set(bank, true)
    const { id } = await bank.call('voice', 'bank_buy', { item: 'mug' }, ROOM)
    const row = (await bank.rows()).find(({ kind, call }) => kind === 'call' && call === id)
    expect(row?.body).toMatchObject({
      decision: { verdict: 'refused', rule: 'stopWrites' },
      result: { outcome: 'writes_stopped' },
    })
  })

  it('stops a confirmed call, and leaves its yes for afterwards', async () => {
    const bank = await openBank()
    const code = spokenCode(await bank.call('voice', 'bank_move', MOVE, ROOM))
    bank.clock.turn(2_000)
    await set(bank, true)
    const move = () => bank.call('voice', 'bank_move', { ...MOVE, confirmation_code: code }, ROOM)
    expect((await move()).code).toBe('writes_stopped')
    await set(bank, false)
    expect((await move()).code).toBe('success')
  })

  it('stops what was let in before and has waited its turn since', async () => {
    const bank = await openBank()
    const { promise, resolve } = Promise.withResolvers<void>()
    bank.bank.wait = () => promise
    const buy = (item: string) => bank.call('desk', 'bank_buy', { item }, ROOM)
    const [first, second] = [buy('mug'), buy('plate')]
    await ticks()
    await set(bank, true)
    resolve()
    // What was past recall is done and recorded; what was not is not begun.
    expect((await first).code).toBe('success')
    expect((await second).code).toBe('writes_stopped')
    expect(bank.bank.effects).toHaveLength(1)
  })
})
