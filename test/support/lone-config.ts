import type { ClientConfig, Config } from '../../src/config/config.ts'
import type { Module } from '../../src/index.ts'
import { USUAL_APPROVALS } from '../../src/kernel/approval-terms.ts'

/** A configuration made by hand, for one module whose clients may do everything. No file is read for it. */
export function loneConfig(
  module: Module,
  dataDir: string,
  clients: readonly (Pick<ClientConfig, 'name' | 'profile' | 'confirmAfterMs'> &
    Partial<Pick<ClientConfig, 'highestTier'>>)[],
): Config {
  return {
    server: {
      host: '127.0.0.1',
      port: 0,
      dataDir,
      demo: true,
      locale: 'en-US',
      allowedHosts: [],
      allowedOrigins: [],
      maxBodyBytes: 1_000_000,
      maxConnections: 1_000,
      trustedProxies: [],
      sessions: { perClient: 20, total: 1_000, idleMs: 900_000 },
      checkpointFile: undefined,
      mail: undefined,
      admin: undefined,
    },
    modules: [{ id: module.id, module, config: {} }],
    toolsets: new Map(),
    clients: clients.map((client) => ({
      title: client.name,
      tools: { include: ['*'], exclude: [] },
      toolsets: [],
      highestTier: 'irreversible',
      scopes: module.tools.flatMap(({ facts }) => facts.scopes),
      user: undefined,
      owner: undefined,
      callsPerMinute: 1_000_000,
      tokenBudget: undefined,
      sessions: 'auto',
      ...client,
    })),
    rules: [],
    operators: [],
    approvals: USUAL_APPROVALS,
    webhooks: [],
    webhookSecretOf: () => undefined,
    secretOf: () => undefined,
    mailPassword: () => undefined,
    certificate: () => undefined,
  }
}
