import { randomInt } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import type { Config } from './config/config.ts'
import type { Attempts, Clock, ModuleHost } from './kernel/host.ts'
import { checkLent, lendingFor } from './kernel/lending.ts'
import { lendersFirst } from './kernel/loans.ts'
import type { Mailer } from './kernel/mailer.ts'
import type { Module, MountedModule } from './kernel/module.ts'
import { createSpeech } from './speech/speech.ts'

const CLOSE_AFTER_FAILURE_MS = 2_000

export interface MountParts {
  readonly config: Config
  readonly clock: Clock
  readonly attempts: Attempts
  readonly mailer: Mailer | undefined
}

/** Sets up the modules that config names, lenders first. If one fails, those already set up are closed again. */
export async function mountModules(parts: MountParts): Promise<readonly MountedModule[]> {
  const mounted: MountedModule[] = []
  // By this object, and never by a name, what is lent in one house is found: two may be open in one process.
  const house = Object.freeze({})
  try {
    for (const { module, config } of lendersFirst(parts.config.modules)) {
      mounted.push(await module.mount(config, hostOf(module, house, parts)))
      checkLent(module, house)
    }
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

function hostOf(module: Module, house: object, parts: MountParts): ModuleHost {
  const { config, clock, attempts, mailer } = parts
  const dataDir = join(config.server.dataDir, module.id)
  mkdirSync(dataDir, { recursive: true })
  const speech = createSpeech(config.server.locale)
  return {
    clock,
    attempts,
    mailer,
    speech,
    dataDir,
    randomInt: (below: number) => randomInt(below),
    ...lendingFor(module, house),
  }
}
