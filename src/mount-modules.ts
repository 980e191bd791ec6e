import { randomInt } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import type { Config } from './config/config.ts'
import type { Attempts, Clock } from './kernel/host.ts'
import type { Mailer } from './kernel/mailer.ts'
import type { MountedModule } from './kernel/module.ts'
import { createSpeech } from './speech/speech.ts'

const CLOSE_AFTER_FAILURE_MS = 2_000

export interface MountParts {
  readonly config: Config
  readonly clock: Clock
  readonly attempts: Attempts
  readonly mailer: Mailer | undefined
}

/** Sets up the modules that config names. If one fails, those already set up are closed again. */
export async function mountModules(parts: MountParts): Promise<readonly MountedModule[]> {
  const mounted: MountedModule[] = []
  try {
    for (const { id, module, config } of parts.config.modules)
      mounted.push(await module.mount(config, hostOf(id, parts)))
    return mounted
  } catch (error) {
    await closeModules(mounted, parts.clock, CLOSE_AFTER_FAILURE_MS)
    throw error
  }
}

/** Closes modules, all at once. Answers the ids of those that were not closed within `withinMs`, or failed to. */
export async function closeModules(
  modules: readonly MountedModule[],
  clock: Clock,
  withinMs: number,
): Promise<readonly string[]> {
  const open = new Set(modules.map(({ id }) => id))
  const late = Promise.withResolvers<void>()
  const stopClock = clock.after(withinMs, late.resolve)
  const closing = modules.map(async ({ id, close }) => {
    await close()
    open.delete(id)
  })
  await Promise.race([Promise.allSettled(closing), late.promise])
  stopClock()
  return [...open]
}

function hostOf(id: string, { config, clock, attempts, mailer }: MountParts) {
  const dataDir = join(config.server.dataDir, id)
  mkdirSync(dataDir, { recursive: true })
  const speech = createSpeech(config.server.locale)
  return {
    clock,
    attempts,
    mailer,
    speech,
    dataDir,
    randomInt: (below: number) => randomInt(below),
  }
}
