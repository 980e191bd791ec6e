import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { openApp, type App } from './app.ts'
import type { ClientConfig, Config } from './config/config.ts'
import { USUAL_APPROVALS } from './kernel/approval-terms.ts'
import type { Clock } from './kernel/host.ts'
import type { Mailer } from './kernel/mailer.ts'
import type { Module } from './kernel/module.ts'
import type { Operator } from './kernel/operator.ts'
import type { Notifier } from './kernel/notifier.ts'

/** Nobody's user, so that it may decide on everybody's calls. */
export const LONE_OPERATOR: Operator = Object.freeze({
  name: 'operator',
  title: 'Operator',
  persons: ['operator'],
  tools: ['*'],
  clients: ['*'],
  highestTier: 'privileged',
})

export interface LoneSetting {
  /** The module's own configuration, unparsed. */
  readonly config: unknown
  readonly clock: Clock
  readonly clients: readonly ClientConfig[]
  /** A folder to keep; without one it is a temporary folder that closing deletes. */
  readonly dataDir?: string
  readonly locale?: string
  /** Where codes go that a person has to be sent. */
  readonly notifier?: Notifier
  /** Where the module's e-mail goes. */
  readonly mailer?: Mailer
}

/** One module, served by a house that holds nothing else. */
export interface LoneModule {
  readonly app: App
  readonly dataDir: string
  close(): Promise<void>
}

/** Opens a house around one module. Throws `Problems` when it cannot be served. */
export async function openLoneModule(module: Module, setting: LoneSetting): Promise<LoneModule> {
  const dataDir = setting.dataDir ?? mkdtempSync(join(tmpdir(), 'toolcrib-'))
  const clean = (): void => {
    if (setting.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
  }
  const app = await openApp({
    config: configOf(module, setting, dataDir),
    clock: setting.clock,
    recordCall: () => {},
    ...(setting.notifier && { notifier: setting.notifier }),
    ...(setting.mailer && { mailer: setting.mailer }),
  }).catch((error: unknown) => {
    clean()
    throw error
  })
  return Object.freeze<LoneModule>({
    app,
    dataDir,
    async close() {
      await app.close()
      clean()
    },
  })
}

function configOf(
  module: Module,
  { config, clients, locale = 'en-US' }: LoneSetting,
  dataDir: string,
): Config {
  return Object.freeze<Config>({
    server: {
      host: '127.0.0.1',
      port: 0,
      dataDir,
      demo: false,
      locale,
      allowedHosts: [],
      allowedOrigins: [],
      maxBodyBytes: 0,
      maxConnections: 1_000,
      trustedProxies: [],
      sessions: { perClient: 0, total: 0, idleMs: 0 },
      checkpointFile: undefined,
      mail: undefined,
      admin: undefined,
    },
    modules: [{ id: module.id, module, config }],
    toolsets: new Map(),
    clients,
    rules: [],
    operators: [LONE_OPERATOR],
    approvals: USUAL_APPROVALS,
    webhooks: [],
    webhookSecretOf: () => undefined,
    secretOf: () => undefined,
    mailPassword: () => undefined,
    certificate: () => undefined,
  })
}
