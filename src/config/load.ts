import { dirname, resolve } from 'node:path'
import type * as z from 'zod'

import type { Approvals } from '../kernel/approval-terms.ts'
import { catalogProblems, Problems } from '../kernel/catalog.ts'
import { personsOf, type Operator } from '../kernel/operator.ts'
import { PROFILES } from '../kernel/profile.ts'
import { readCertificate, type Certificate } from './certificate.ts'
import { checkCheckpoints } from './check-checkpoints.ts'
import { checkDemo } from './check-demo.ts'
import { checkNames } from './check-names.ts'
import { checkOperators } from './check-operators.ts'
import { checkOauth } from './check-oauth.ts'
import { checkSight } from './check-sight.ts'
import type { ClientConfig, Config, MailConfig } from './config.ts'
import { draftOf } from './draft.ts'
import { deepFreeze } from './freeze.ts'
import { knownIn } from './known.ts'
import { mountsIn, namesIn, usesIn, type Mounts, type ModuleSources } from './mounts.ts'
import { sayOverridden, withOverrides, type Overrides } from './overrides.ts'
import { rulesIn, type ConfiguredRule } from './rules.ts'
import { configSchema } from './schema.ts'
import { fetchSecrets, type Environment, type Secrets } from './secrets.ts'
import { mappingOf, resourceOf } from './oauth.ts'
import { DEFAULT_DATA_DIR } from './server-schema.ts'
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
  const { rules, findings: amissRules } = rulesIn(draft, known)
  const named = [
    ...(shape.ok ? [] : shape.findings),
    ...mounts.findings,
    ...checkNames(draft, known),
  ]
  const secrets = fetchSecrets(draft, env, folder)
  const { certificate, findings: amissCertificate } = readCertificate(draft, folder)
  const findings = [
    ...named,
    ...checkSight(draft, known, named),
    ...amissRules,
    ...checkDemo(draft),
    ...checkOauth(draft),
    ...checkCheckpoints(draft, DEFAULT_DATA_DIR, folder),
    ...secrets.findings,
    ...amissCertificate,
  ]
  if (!shape.ok || findings.length > 0)
    // With what is wrong with the tools themselves, which would otherwise be told only after these are mended.
    throw new Problems([
      ...sayOverridden(findings, overrides, source.lines),
      ...catalogProblems(known.tools),
    ])
  const config = assemble(shape.value, { mounts, rules, secrets, certificate, folder })
  const unmanned = checkOperators(config)
  if (unmanned.length > 0) throw new Problems(sayOverridden(unmanned, overrides, source.lines))
  return config
}

/** What the file's modules are imported by, where they are not built in. Throws `Problems` when there is no file. */
export function usesOf(file: string, builtIn: readonly string[]): readonly string[] {
  return usesIn(draftOf(readSource(file).value).modules, builtIn)
}

/** What the file's modules are called where they come from, be they built in or not. */
export function namedIn(file: string): readonly string[] {
  return namesIn(draftOf(readSource(file).value).modules)
}

interface Parts {
  readonly mounts: Mounts
  readonly rules: readonly ConfiguredRule[]
  readonly secrets: Secrets
  readonly certificate: Certificate | undefined
  readonly folder: string
}

/** The modules' settings stay as they were written: `Module.mount` parses them, and twice could change them twice. */
function assemble(written: Written, parts: Parts): Config {
  const { server, toolsets, clients, operators, approvals, webhooks } = written
  const { mounts, rules, secrets, certificate, folder } = parts
  const { keys, mailPassword, webhookSecrets } = secrets
  return Object.freeze({
    ...deepFreeze({
      server: serverOf(server, folder),
      clients: Object.entries(clients).map(([name, client]) => ({
        ...clientOf(name, client),
        oauth: client.oauth && mappingOf(client.oauth, server.oauth),
      })),
      operators: Object.entries(operators).map(([name, operator]) => operatorOf(name, operator)),
      approvals: approvalsOf(approvals),
      webhooks: Object.entries(webhooks).map(([name, { url, events }]) => ({ name, url, events })),
    }),
    modules: mounts.found.map(({ namespace, mount, module }) => ({
      id: namespace,
      module,
      config: deepFreeze(mount.config ?? {}),
    })),
    toolsets: new Map(Object.entries(deepFreeze(toolsets))),
    rules,
    secretOf: (client: string) => keys.get(client),
    mailPassword: () => mailPassword,
    certificate: () => certificate,
    webhookSecretOf: (webhook: string) => webhookSecrets.get(webhook),
  })
}

function serverOf(server: Written['server'], folder: string): Config['server'] {
  const { checkpoints, mail, admin, oauth, dataDir, tls: _read, sessions, ...rest } = server
  const { idleMinutes, ...most } = sessions
  return {
    ...rest,
    dataDir: resolve(folder, dataDir),
    checkpointFile: checkpoints === undefined ? undefined : resolve(folder, checkpoints),
    sessions: { ...most, idleMs: msOf(idleMinutes) },
    mail: mail && mailOf(mail),
    admin,
    oauth: oauth && resourceOf(oauth),
  }
}

/** Without where the password is: it was fetched from there. */
function mailOf({
  host,
  port,
  tls,
  from,
  user,
}: NonNullable<Written['server']['mail']>): MailConfig {
  return { host, port, tls, from, user }
}

function operatorOf(name: string, operator: Written['operators'][string]): Operator {
  const { title = name, person = name, owner, tools, clients, highestTier } = operator
  const persons = personsOf([person, owner])
  return { name, title, persons, tools, clients, highestTier }
}

function approvalsOf(approvals: Written['approvals']): Approvals {
  const { approveWithinMinutes, executeWithinMinutes, quietMinutes, ...rest } = approvals
  return {
    ...rest,
    approveWithinMs: msOf(approveWithinMinutes),
    executeWithinMs: msOf(executeWithinMinutes),
    quietMs: msOf(quietMinutes),
  }
}

function msOf(minutes: number): number {
  return Math.round(minutes * 60_000)
}

function clientOf(name: string, client: Written['clients'][string]): ClientConfig {
  const { title = name, profile, tools, toolsets, highestTier, scopes, tokenBudget } = client
  const { user, owner, callsPerMinute, confirmAfterSeconds, sessions, trustsUserHeader } = client
  return {
    name,
    title,
    profile,
    tools,
    toolsets,
    highestTier,
    scopes,
    tokenBudget,
    sessions,
    owner,
    callsPerMinute,
    ...(trustsUserHeader && { trustsUserHeader }),
    user: user && { id: user.id, name: user.name ?? user.id, email: user.email },
    confirmAfterMs:
      confirmAfterSeconds === undefined
        ? PROFILES[profile].confirmAfterMs
        : Math.round(confirmAfterSeconds * 1_000),
  }
}
