import { dirname, resolve } from 'node:path'
import type * as z from 'zod'

import { catalogProblems, Problems } from '../kernel/catalog.ts'
import type { Module } from '../kernel/module.ts'
import { PROFILES } from '../kernel/profile.ts'
import { checkDemo } from './check-demo.ts'
import { checkNames } from './check-names.ts'
import { checkSight } from './check-sight.ts'
import type { ClientConfig, Config } from './config.ts'
import { draftOf } from './draft.ts'
import { deepFreeze } from './freeze.ts'
import { knownIn } from './known.ts'
import { mountsIn, usesIn, type Mounts, type ModuleSources } from './mounts.ts'
import { sayOverridden, withOverrides, type Overrides } from './overrides.ts'
import { configSchema } from './schema.ts'
import { fetchSecrets, type Environment } from './secrets.ts'
import { checkShape } from './shape.ts'
import { readSource } from './source.ts'

type Written = z.output<ReturnType<typeof configSchema>>

/**
 * Reads and checks a configuration file. Throws `Problems` that name everything wrong with it at once, each with
 * its line and column; the clients' keys are in none of them. `overrides` come from the command line and are
 * checked like the file's own values.
 */
export function loadConfig(
  file: string,
  sources: ModuleSources,
  env: Environment,
  overrides: Overrides = {},
): Config {
  const folder = dirname(resolve(file))
  const source = readSource(file)
  const value = withOverrides(source.value, overrides)
  const draft = draftOf(value)
  const mounts = mountsIn(draft.modules, sources)
  const known = knownIn(draft, mounts, sources.builtIn)
  const shape = checkShape(configSchema(mounts), value)
  const named = [
    ...(shape.ok ? [] : shape.findings),
    ...mounts.findings,
    ...checkNames(draft, known),
  ]
  const secrets = fetchSecrets(draft, env, folder)
  const findings = [
    ...named,
    ...checkSight(draft, known, named),
    ...checkDemo(draft),
    ...secrets.findings,
  ]
  if (!shape.ok || findings.length > 0)
    // With what is wrong with the tools themselves, which would otherwise be told only after these are mended.
    throw new Problems([
      ...sayOverridden(findings, overrides, source.lines),
      ...catalogProblems(known.tools),
    ])
  return assemble(shape.value, mounts, secrets.keys, folder)
}

/** What the file's modules are imported by, where they are not built in. Throws `Problems` when there is no file. */
export function usesOf(file: string, builtIn: readonly Module[]): readonly string[] {
  return usesIn(draftOf(readSource(file).value).modules, builtIn)
}

/** The modules' settings stay as they were written: `Module.mount` parses them, and twice could change them twice. */
function assemble(
  { server, toolsets, clients }: Written,
  { found }: Mounts,
  keys: ReadonlyMap<string, string>,
  folder: string,
): Config {
  return Object.freeze({
    ...deepFreeze({
      server: {
        ...server,
        dataDir: resolve(folder, server.dataDir),
        checkpointFile: undefined,
        mail: undefined,
      },
      clients: Object.entries(clients).map(([name, client]) => clientOf(name, client)),
    }),
    modules: found.map(({ namespace, mount, module }) => ({
      id: namespace,
      module,
      config: deepFreeze(mount.config ?? {}),
    })),
    toolsets: new Map(Object.entries(deepFreeze(toolsets))),
    rules: [],
    secretOf: (client: string) => keys.get(client),
    mailPassword: () => undefined,
  })
}

function clientOf(name: string, client: Written['clients'][string]): ClientConfig {
  const { title = name, profile, tools, toolsets, highestTier, scopes, tokenBudget } = client
  return {
    name,
    title,
    profile,
    tools,
    toolsets,
    highestTier,
    scopes,
    tokenBudget,
    user: undefined,
    confirmAfterMs: PROFILES[profile].confirmAfterMs,
  }
}
