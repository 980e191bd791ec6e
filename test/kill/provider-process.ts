import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import type { ProviderMode } from './desk-module.ts'
import type { Effect } from './provider.ts'

export interface ProviderProcess {
  readonly port: number
  /** Every request so far, in the order in which they came. */
  effects(): Promise<readonly Effect[]>
  stop(): void
}

/** Starts the provider. It dawdles up to `slowMs` before an effect, and before its answer. */
export async function startProvider(
  mode: ProviderMode,
  databaseFile: string,
  slowMs: number,
): Promise<ProviderProcess> {
  const args = [mode, databaseFile, String(slowMs)]
  const child = fork(join(import.meta.dirname, 'provider.ts'), args)
  const [port] = await once(child, 'message')
  return {
    port: Number(port),
    async effects() {
      const response = await fetch(`http://127.0.0.1:${port}/log`)
      return JSON.parse(await response.text())
    },
    stop: () => void child.kill(),
  }
}
