import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

import { openApp, type App } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { startCall, type Call, type Caller } from '../../src/kernel/call.ts'
import type { Module } from '../../src/index.ts'
import type { Outcome } from '../../src/kernel/outcome.ts'
import type { CallRecord, Level } from '../../src/policy/observe.ts'
import { shopModule, type Shop } from './shop.ts'
import { tempDir } from './temp-dir.ts'
import { turnedClock, type TurnedClock } from '../../src/testing/turned-clock.ts'

export interface Recorded {
  readonly level: Level
  readonly record: CallRecord
  readonly cause: unknown
}

export interface StartedApp {
  readonly app: App
  readonly dir: string
  readonly clock: TurnedClock
  readonly recorded: readonly Recorded[]
}

/** Three clients of the shop: `all` may do everything, `reader` only reads, `voice` speaks. */
export const SHOP_CONFIG = `
server: { port: 0, demo: true, dataDir: data }
modules: { shop: {} }
toolsets: { front: [shop_check, shop_order], back: [shop_open] }
clients:
  all: { profile: full, tools: { include: ['*'] }, highestTier: write, scopes: ['shop:read', 'shop:write'] }
  reader: { profile: chat, tools: { include: ['shop_*'], exclude: [shop_leak] }, scopes: ['shop:read', 'shop:write'] }
  voice: { profile: voice, tools: { include: ['*'] }, highestTier: write, scopes: ['shop:read', 'shop:write'] }
`

export async function startApp(yaml: string, modules: readonly Module[]): Promise<StartedApp> {
  const dir = tempDir()
  const file = join(dir, 'toolcrib.yaml')
  writeFileSync(file, yaml)
  const clock = turnedClock('2026-03-10T17:00:00Z')
  const recorded: Recorded[] = []
  const app = await openApp({
    config: loadConfig(file, { builtIn: modules, imported: new Map() }, {}),
    clock,
    recordCall: (level, record, cause) => recorded.push({ level, record, cause }),
  })
  onTestFinished(async () => {
    // The clock stands still, so what never ends would be waited for without end.
    const turning = setInterval(() => clock.turn(60_000), 1)
    await app.close()
    clearInterval(turning)
  })
  return { app, dir, clock, recorded }
}

export async function startShop(yaml: string = SHOP_CONFIG): Promise<StartedApp & { shop: Shop }> {
  const { module, shop } = shopModule()
  return { ...(await startApp(yaml, [module])), shop }
}

export function callOf(
  client: string,
  toolName: string,
  rawArguments: unknown,
  more: Partial<Caller & Pick<Call, 'signal'>> = {},
): Call {
  const { signal = new AbortController().signal, ...caller } = more
  return startCall({
    caller: { credential: { kind: 'local', client }, narrowing: {}, ...caller },
    toolName,
    rawArguments,
    signal,
  })
}

/** The sentence of an outcome, whichever kind it is, after its code. */
export function said(outcome: Outcome): string {
  return outcome.kind === 'success'
    ? outcome.answer.text
    : `${outcome.error.code}: ${outcome.error.message}`
}
