import * as z from 'zod'

import type { Module } from '../kernel/module.ts'
import { clientSchema } from './client-schema.ts'
import { openParts } from './open-parts.ts'
import { serverSchema } from './server-schema.ts'
import { isFlawless, name, patterns, toolsetName } from './words.ts'

/** The whole file as one schema. Unknown keys are refused at every depth. */
export function configSchema(modules: readonly Module[]) {
  return z.strictObject({
    server: serverSchema.prefault({}).describe('Where and how the server listens.'),
    modules: modulesSchema(modules).describe(
      'The modules to load, each with its own settings. A module that is not named here is not loaded.',
    ),
    toolsets: z
      .record(toolsetName, patterns)
      .default({})
      .describe('Named sets of tools: names of tools, or patterns with *.'),
    clients: z
      .record(name, clientSchema)
      .refine((clients) => Object.keys(clients).length > 0, 'name at least one client.')
      .describe('Everyone who may call. Nobody else is served.'),
  })
}

function modulesSchema(modules: readonly Module[]) {
  const open = modules.flatMap(({ id, config }) =>
    openParts(config).map((part) => `${id}: ${part}`),
  )
  if (open.length > 0) throw new Error(`Use z.strictObject or z.looseObject: ${open.join(', ')}`)
  const parts = modules.map(({ id, title, config }) => [id, config.optional().describe(title)])
  return z
    .strictObject(Object.fromEntries(parts))
    .refine((named) => Object.keys(named).length > 0, {
      error: 'name at least one module.',
      when: isFlawless,
    })
}
