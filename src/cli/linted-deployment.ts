import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { clientsOf } from '../config/clients.ts'
import type { Config } from '../config/config.ts'
import type { Client } from '../kernel/call.ts'
import { NO_MAIL } from '../kernel/mailer.ts'
import { Problems } from '../kernel/catalog.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import type { Linted, LintedClient, ShownReply } from '../lint/linted.ts'
import { showReplies } from '../lint/show-replies.ts'
import { mountModules } from '../mount-modules.ts'
import { sqliteStores } from '../store/sqlite/stores.ts'
import { systemClock } from '../system-clock.ts'
import { declaredTools } from './deployment.ts'
import { sightOf } from './sight.ts'
import { tokenCounter, type CountTokens } from './tokens.ts'

/** Of one call; LiveKit's own limit, after which nobody hears the answer. */
const CALL_MS = 5_000

export interface LintScope {
  /** The one client to look at, or all. */
  readonly client: string | undefined
  /** Opens no module, and so learns no replies. */
  readonly isStatic: boolean
}

/** All that the rules ask of a deployment: every tool, since each is a neighbour, and the clients to look at. */
export async function lintedDeployment(config: Config, scope: LintScope): Promise<Linted> {
  const declared = declaredTools(config)
  const count = await tokenCounter()
  const clients = clientsOf(config)
    .filter(({ name }) => scope.client === undefined || name === scope.client)
    .map((client) => lintedClient(client, { config, declared, count }))
  return {
    tools: declared,
    clients,
    ...(scope.client !== undefined && { about: clients.flatMap(({ tools }) => tools) }),
    countTokens: count,
    ...(!scope.isStatic && { replies: await repliesOf(config) }),
  }
}

function lintedClient(
  client: Client,
  parts: { config: Config; declared: readonly DeclaredTool[]; count: CountTokens },
): LintedClient {
  const { tools, tokens } = sightOf(client, parts.declared, parts.count)
  const budget = parts.config.clients.find(({ name }) => name === client.name)?.tokenBudget
  return {
    name: client.name,
    tools: tools.map(({ tool }) => tool.name),
    listTokens: tokens,
    ...(budget !== undefined && { tokenBudget: budget }),
  }
}

/** Opens the modules over an empty folder, so that nothing of the deployment's own is read or changed. */
async function repliesOf(config: Config): Promise<ReadonlyMap<string, readonly ShownReply[]>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'toolcrib-lint-'))
  const stores = sqliteStores(join(dataDir, 'toolcrib.db'), systemClock)
  try {
    return await repliesOver({ ...config, server: { ...config.server, dataDir } }, stores.attempts)
  } finally {
    stores.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function repliesOver(config: Config, attempts: ReturnType<typeof sqliteStores>['attempts']) {
  const parts = { config, clock: systemClock, attempts, mailer: NO_MAIL }
  const mounted = await mountModules(parts).catch(notOpened)
  try {
    const tools = mounted.flatMap((module) => module.tools)
    return await showReplies(tools, () => AbortSignal.timeout(CALL_MS))
  } finally {
    await Promise.allSettled(mounted.map((module) => module.close()))
  }
}

function notOpened(error: unknown): never {
  const why = error instanceof Error ? error.message : String(error)
  throw new Problems([`The modules cannot be opened: ${why}`])
}
