import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'

import type { Config } from '../../../src/config/config.ts'
import { loadConfig } from '../../../src/config/load.ts'
import type { Overrides } from '../../../src/config/overrides.ts'
import type { Environment } from '../../../src/config/secrets.ts'
import { defineModule, toolsFor } from '../../../src/index.ts'
import { Problems } from '../../../src/kernel/catalog.ts'
import type { Module } from '../../../src/kernel/module.ts'
import type { Tier } from '../../../src/kernel/tier.ts'

/** A module with one tool per entry: its verb, its tier and its scopes. */
export function moduleOf(
  id: string,
  config: z.ZodType,
  tools: Readonly<Record<string, readonly [Tier, ...string[]]>>,
): Module {
  return defineModule({
    id,
    title: `The ${id}`,
    version: '1.0.0',
    config,
    setup: () => ({}),
    tools: Object.entries(tools).map(([name, [tier, ...scopes]]) =>
      toolsFor<object>()({
        name,
        title: name,
        does: 'Does it.',
        useWhen: 'asked',
        avoidWhen: 'not asked',
        returns: 'it',
        examples: [{}],
        tier,
        scopes,
        input: z.strictObject({}),
        handler: () => ({}),
        concise: () => 'Done.',
      }),
    ),
  })
}

export const reservations = moduleOf(
  'reservations',
  z.strictObject({
    restaurant: z.string().min(2).describe('Its name.'),
    largestParty: z.int().min(1).max(40).default(12),
    meals: z.array(z.strictObject({ meal: z.enum(['lunch', 'dinner']) })).default([]),
    deposit: z.union([z.literal('none'), z.strictObject({ cents: z.int() })]).default('none'),
  }),
  {
    check: ['read', 'reservations:read'],
    book: ['write', 'reservations:write'],
    cancel: ['write', 'reservations:write'],
  },
)

export const customers = moduleOf('customers', z.strictObject({ region: z.string().default('') }), {
  find: ['read', 'customers:read'],
})

export const MODULES = [reservations, customers]

/** The folder's name in problems, where the tests' own would be a different one at every run. */
const FILE = 'toolcrib.yaml'

/** Writes the text, and any files beside it, into a folder of its own, and loads it. */
export function load(
  yaml: string,
  env: Environment = {},
  beside: Readonly<Record<string, string>> = {},
  overrides: Overrides = {},
): Config {
  return inFolder(yaml, beside, (file) =>
    loadConfig(file, { builtIn: MODULES, imported: new Map() }, env, overrides),
  )
}

/** The same for modules of the test's own, with nothing around it. */
export function loadModules(modules: readonly Module[], yaml: string): Config {
  return inFolder(yaml, {}, (file) =>
    loadConfig(file, { builtIn: modules, imported: new Map() }, {}),
  )
}

function inFolder(
  yaml: string,
  beside: Readonly<Record<string, string>>,
  read: (file: string) => Config,
): Config {
  const folder = mkdtempSync(join(tmpdir(), 'toolcrib-config-'))
  try {
    for (const [name, text] of Object.entries({ ...beside, [FILE]: yaml }))
      writeFileSync(join(folder, name), text)
    return read(join(folder, FILE))
  } catch (error) {
    if (!(error instanceof Problems)) throw error
    throw new Problems(error.list.map((line) => line.replaceAll(`${folder}/`, '')))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The problems of a text; none when it loads. */
export function problemsOf(...parts: Parameters<typeof load>): readonly string[] {
  return problemsIn(() => load(...parts))
}

/** What `read` throws for the file; none when it loads. */
export function problemsIn(read: () => Config): readonly string[] {
  try {
    read()
    return []
  } catch (error) {
    if (error instanceof Problems) return error.list
    throw error
  }
}

/** A text that loads. Tests replace or add lines of it. */
export const GOOD = `server:
  port: 9000
modules:
  reservations: { config: { restaurant: Olive } }
  customers: {}
toolsets:
  booking: [reservations_check, reservations_book]
clients:
  voice:
    profile: voice
    tools: { include: [customers_*], exclude: [] }
    toolsets: [booking]
    highestTier: write
    scopes: [reservations:read, reservations:write, customers:read]
`

/** The good text with one part of it replaced. Throws when the part is not there, so that no test goes blind. */
export function withPart(part: string, replacement: string, text = GOOD): string {
  if (!text.includes(part)) throw new Error(`The text has no ${part}`)
  return text.replace(part, replacement)
}
