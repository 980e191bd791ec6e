import { existsSync } from 'node:fs'

import type { Config } from './config/config.ts'
import { clientsOf } from './config/clients.ts'
import { digestOf } from './kernel/canonical-json.ts'
import type { Catalog } from './kernel/catalog.ts'
import type { Clock } from './kernel/host.ts'
import type { Journal } from './kernel/journal.ts'
import type { ChangeBody, Entry } from './kernel/ledger.ts'
import { policyVersionOf } from './policy/policy-version.ts'
import { toolDigest } from './policy/tool-digest.ts'
import { houseKeys, type HouseKeys } from './store/house-keys.ts'
import { databaseFile, keyFile, stopFile } from './store/places.ts'
import { openJournal } from './store/sqlite/open-journal.ts'

/** What the house remembers, and the keys by which it does. */
export interface Records {
  readonly journal: Journal
  readonly keys: HouseKeys
  /** Whether an operator has stopped all changes, by command or by a file. */
  readonly isStopped: () => boolean
}

export interface RecordsSetting {
  readonly config: Config
  readonly clock: Clock
  readonly inThread: boolean
  readonly onTrouble: (message: string) => void
}

export function openRecords({ config, clock, inThread, onTrouble }: RecordsSetting): Records {
  const { dataDir, checkpointFile } = config.server
  const keys = houseKeys(keyFile(dataDir))
  const file = databaseFile(dataDir)
  const { journal } = openJournal({ file, keys, clock, checkpointFile, inThread, onTrouble })
  const stop = stopFile(dataDir)
  return Object.freeze({
    journal,
    keys,
    isStopped: () => journal.writesStopped() || existsSync(stop),
  })
}

/** Puts on record what is served now, and to whom, where it is not what was served before. */
export async function noteDeployment(
  { journal }: Records,
  config: Config,
  catalog: Catalog,
  atMs: number,
): Promise<void> {
  const { server, modules, toolsets } = config
  const settings = modules.map(({ id, config: own }) => ({ id, own }))
  const served: readonly (readonly [ChangeBody['what'], string])[] = [
    ['config', digestOf(plain({ server, settings, toolsets: [...toolsets] }))],
    ['policy', policyVersionOf(clientsOf(config), config.rules, config.approvals)],
    ['operators', digestOf(plain(config.operators))],
    ['catalogue', digestOf(catalog.tools.map(toolDigest))],
  ]
  await journal.noteChanges(served.map(([what, to]) => changeEntry(atMs, { what, to })))
}

/** A row about a change of what is served, or of who is let in. */
export function changeEntry(
  atMs: number,
  {
    from = null,
    by = null,
    note = null,
    ...change
  }: Pick<ChangeBody, 'what' | 'to'> & Partial<ChangeBody>,
): Entry {
  return { kind: 'change', atMs, run: null, call: null, body: { from, by, note, ...change } }
}

/** As JSON would carry it: what is absent is left out, because a digest refuses it. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
