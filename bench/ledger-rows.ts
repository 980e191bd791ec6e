import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { openApp } from '../src/app.ts'
import { startCall } from '../src/kernel/call.ts'
import { recorder } from '../src/policy/recorder.ts'
import { systemClock } from '../src/system-clock.ts'
import { loneConfig } from '../test/support/lone-config.ts'
import { measure } from './measure.ts'
import { ARGUMENTS, benchShop } from './shop.ts'

/** Microseconds for making the rows of a read, which a server whose journal keeps nothing makes as well. */
export async function rowsUs(): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'toolcrib-bench-'))
  const app = await openApp({
    config: loneConfig(benchShop(), dir, [{ name: 'voice', profile: 'voice', confirmAfterMs: 0 }]),
    clock: systemClock,
    recordCall: () => {},
  })
  const call = startCall({
    caller: { credential: { kind: 'local', client: 'voice' }, narrowing: {}, handle: 'room-1' },
    toolName: 'shop_check',
    rawArguments: ARGUMENTS,
    signal: new AbortController().signal,
  })
  const outcome = await app.run(call)
  const rows = recorder({ key: Buffer.alloc(32), policyVersion: 'bench', clock: systemClock })
  const us = await measure([
    { name: 'rows', run: () => JSON.stringify(rows.callEntries(call, outcome)) },
  ])
  await app.close()
  rmSync(dir, { recursive: true })
  return us.get('rows') ?? Number.NaN
}
