import { join } from 'node:path'
import { expect, test } from 'vitest'

import { openDatabase } from '../../../../src/index.ts'
import { SCHEMA } from '../../../../tools/reservations/schema.ts'
import { tempDir } from '../../../support/temp-dir.ts'
import { conversation } from './fake-host.ts'
import { ADAS_TABLE } from './adas-table.ts'
import { codeIn, mounted } from './mounted.ts'

test('a database from before bookings and operations were kept opens, with its reservations', async () => {
  const dir = tempDir()
  const old = openDatabase(join(dir, 'reservations.db'), SCHEMA)
  old.exec(`
    DROP TABLE bookings;
    DROP TABLE operations;
    ALTER TABLE reservations ADD COLUMN changed_in TEXT;
    INSERT INTO reservations (number, date, time, start_ms, end_ms, party_size, name, phone, notes, demo)
    VALUES (4242, '2026-03-13', '18:00', 1773450000000, 1773455400000, 2, 'Ben Okafor', '+14155550147', '', 0);
  `)
  old.close()
  const { call, said } = await mounted({ dir })
  expect(await said('look_up', { code: 'R-4242', surname: 'Okafor' })).toContain('R-4242')
  const inOne = { conversation: conversation('c1') }
  const first = codeIn(await call('book', ADAS_TABLE, inOne))
  expect(codeIn(await call('book', ADAS_TABLE, inOne))).toBe(first)
  const again = { code: 'R-4242', time: '18:30' }
  for (const operation of ['op-1', 'op-1'])
    expect(await said('change', again, { operation })).toContain('R-4242 is now')
})
