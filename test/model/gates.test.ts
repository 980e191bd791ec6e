import fc from 'fast-check'
import { expect, it } from 'vitest'
import { join } from 'node:path'

import { openLedger } from '../../src/audit/open-ledger.ts'
import { verifyLedger } from '../../src/audit/verify.ts'
import { databaseFile } from '../../src/store/places.ts'
import { newBelief } from './belief.ts'
import { history } from './commands.ts'
import { checkLedger, openRig } from './rig.ts'

const RUNS = Number(process.env['TOOLCRIB_HISTORIES'] ?? 300)

it(
  'no history of calls, answers, deaths and changes runs a gated call without its own yes, or a key twice',
  async () => {
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const rig = await openRig()
        try {
          await fc.asyncModelRun(() => ({ model: newBelief(), real: rig }), steps)
          await checkLedger(rig)
        } finally {
          await rig.house.close()
        }
        const ledger = openLedger(databaseFile(join(rig.house.dir, 'data')))
        const { breaks } = verifyLedger({ ledger, verifying: undefined, outside: undefined })
        ledger.close()
        expect(breaks).toEqual([])
      }),
      { numRuns: RUNS, endOnFailure: false },
    )
  },
  RUNS * 5_000,
)
