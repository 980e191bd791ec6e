import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { houseKeys } from '../src/store/house-keys.ts'
import { openJournal } from '../src/store/sqlite/open-journal.ts'
import { systemClock } from '../src/system-clock.ts'
import { callEntry, DONE } from '../test/support/journal-entries.ts'

/** Makes so many appends, so many at once, for a tracer to count what they ask of the disk. */
const [appends = '0', atOnce = '1'] = process.argv.slice(2)
const dir = mkdtempSync(join(tmpdir(), 'toolcrib-bench-'))
const { journal } = openJournal({
  file: join(dir, 'ledger.db'),
  keys: houseKeys(join(dir, 'house.key')),
  clock: systemClock,
  checkpointFile: undefined,
  inThread: true,
  onTrouble: () => {},
})
for (let made = 0; made < Number(appends); made += Number(atOnce))
  await Promise.all(
    Array.from({ length: Number(atOnce) }, (_, at) =>
      journal.append([callEntry(`call-${made + at}`, null, DONE)]),
    ),
  )
await journal.close()
rmSync(dir, { recursive: true })
