import fc from 'fast-check'
import { expect, it } from 'vitest'
import { join } from 'node:path'

import { openLedger } from '../../src/audit/open-ledger.ts'
import { verifyLedger } from '../../src/audit/verify.ts'
import { databaseFile } from '../../src/store/places.ts'
import { newTicketBelief, ticketHistory } from './ticket-commands.ts'
import { openTicketRig } from './ticket-rig.ts'

const RUNS = Number(process.env['TOOLCRIB_HISTORIES'] ?? 200)

it(
  'no history of requests, operators, deaths and changes runs a call without its own ticket, or a ticket twice',
  async () => {
    let effects = 0
    await fc.assert(
      fc.asyncProperty(ticketHistory, async (steps) => {
        const rig = await openTicketRig()
        const belief = newTicketBelief()
        try {
          await fc.asyncModelRun(() => ({ model: belief, real: rig }), steps)
        } finally {
          await rig.house.close()
        }
        effects += belief.effects
        const ledger = openLedger(databaseFile(join(rig.house.dir, 'data')))
        const { breaks } = verifyLedger({ ledger, verifying: undefined, outside: undefined })
        ledger.close()
        expect(breaks).toEqual([])
      }),
      { numRuns: RUNS, endOnFailure: false },
    )
    // A model in which nothing is ever approved would prove nothing.
    expect(effects).toBeGreaterThan(RUNS / 10)
  },
  RUNS * 5_000,
)
