import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

import { databaseFile } from '../../src/store/places.ts'
import { openBooks, type Books } from './books.ts'
import type { ProviderMode } from './desk-module.ts'
import { judge, type Verdict } from './judge.ts'
import { lives, type Life } from './life.ts'
import { startProvider, type ProviderProcess } from './provider-process.ts'
import type { OpenSetting } from './server.ts'

/** How long the house takes a dead process to be at work, so short that a retry can take over soon. */
export const LEASE_MS = 300

/** A data folder, its provider, and processes to be killed one after the other. */
export interface House {
  readonly setting: OpenSetting
  readonly provider: ProviderProcess
  nextLife(): Promise<Life>
  /** Reads the database from outside. */
  withBooks<T>(read: (books: Books) => T): T
  /** Lets every lease run out and the sweep find what is left, then looks at everything. */
  verdict(told: ReadonlyMap<string, readonly string[]>): Promise<Verdict>
  end(): void
}

export async function openHouse(
  mode: ProviderMode,
  slowMs: number,
  spare: number,
  onApproval: 'wait' | 'execute' = 'wait',
): Promise<House> {
  const dataDir = mkdtempSync(join(tmpdir(), 'toolcrib-kill-'))
  const file = databaseFile(dataDir)
  const provider = await startProvider(mode, file, slowMs)
  const setting = { dataDir, mode, providerPort: provider.port, leaseMs: LEASE_MS, onApproval }
  const source = lives(spare)
  const withBooks = <T>(read: (books: Books) => T): T => {
    const books = openBooks(file)
    try {
      return read(books)
    } finally {
      books.close()
    }
  }
  return {
    setting,
    provider,
    nextLife: source.next,
    withBooks,
    async verdict(told) {
      await setTimeout(LEASE_MS)
      // Opening the house sweeps.
      const last = await source.next()
      await last.open(setting)
      await last.close()
      const effects = await provider.effects()
      return withBooks((books) => judge({ mode, books, effects, told }))
    },
    end() {
      source.end()
      provider.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
