import { join } from 'node:path'

import { clientsOf } from './config/clients.ts'
import type { Config } from './config/config.ts'
import type { Call } from './kernel/call.ts'
import { createCatalog, type Catalog } from './kernel/catalog.ts'
import type { Counter } from './kernel/counter.ts'
import type { Clock } from './kernel/host.ts'
import type { Health } from './kernel/module.ts'
import { pipeline } from './kernel/pipeline.ts'
import { loadProblems } from './load-problems.ts'
import { closeModules, mountModules } from './mount-modules.ts'
import { storedKeys, suppliedKeys } from './policy/api-keys.ts'
import { authenticateWith, demoClient, localClient } from './policy/authenticate.ts'
import { clientDirectory } from './policy/client-directory.ts'
import { deadline } from './policy/deadline.ts'
import { execute } from './policy/execute.ts'
import { identify } from './policy/identify.ts'
import { inOrder } from './policy/in-order.ts'
import { observe, type RecordCall } from './policy/observe.ts'
import { requireGrant } from './policy/require-grant.ts'
import { resolve } from './policy/resolve.ts'
import { runningCalls, type RunningCall } from './policy/running-calls.ts'
import { validate } from './policy/validate.ts'
import type { Stores } from './store/ports.ts'
import { busyStore } from './store/sqlite/busy.ts'
import { sqliteStores } from './store/sqlite/stores.ts'

export interface AppParts {
  readonly config: Config
  readonly clock: Clock
  readonly recordCall: RecordCall
}

export interface App extends Counter {
  readonly catalog: Catalog
  /** The policy, step by step, outermost first. */
  readonly steps: readonly string[]
  health(): Promise<ReadonlyMap<string, Health>>
  /** Waits for running writes, then closes everything. Answers the calls and modules that did not end in time. */
  close(): Promise<readonly Unfinished[]>
}

export type Unfinished = RunningCall | { readonly module: string }

/** How long a stop waits for running writes, then for modules to close; the process has to be gone within 2 s. */
const DRAIN_MS = 1_200
const CLOSE_MS = 300

/** Opens the house: checks everything, then mounts the modules. Throws `Problems` before anything is half-started. */
export async function openApp(parts: AppParts): Promise<App> {
  const { config, clock } = parts
  loadProblems(config)
  const stores = sqliteStores(join(config.server.dataDir, 'toolcrib.db'), clock)
  const mounted = await mountModules({
    config,
    clock,
    attempts: stores.attempts,
    mailer: undefined,
  }).catch((error: unknown) => {
    stores.close()
    throw error
  })
  const catalog = createCatalog(mounted.flatMap(({ tools }) => tools))
  const running = runningCalls(clock)
  const authenticate = authenticatorOf(config, stores)

  // The whole policy, in the order in which a call meets it.
  const policy = pipeline<Call>()
    .wrap(observe(parts.recordCall, clock))
    .derive(identify(authenticate, stores.grants, clock))
    .derive(resolve(catalog))
    .wrap(deadline(clock))
    .wrap(inOrder())
    .guard(requireGrant(catalog))
    .derive(validate)

  return Object.freeze({
    catalog,
    steps: policy.order,
    authenticate,
    view: ({ access }) => catalog.view(access),
    run: policy.run(execute(running, busyStore)),
    async health() {
      const checks = mounted.map(async ({ id, health }) => [id, await health()] as const)
      return new Map(await Promise.all(checks))
    },
    async close() {
      const unfinished = await running.drain(DRAIN_MS)
      const stuck = await closeModules(mounted, clock, CLOSE_MS)
      stores.close()
      return [...unfinished, ...stuck.map((module) => ({ module }))]
    },
  } satisfies App)
}

function authenticatorOf(config: Config, { keys }: Stores) {
  const secrets = config.clients.flatMap(({ name }) => {
    const secret = config.secretOf(name)
    return secret === undefined ? [] : [[name, secret] as const]
  })
  return authenticateWith(
    [
      storedKeys(keys),
      suppliedKeys(new Map(secrets)),
      localClient,
      ...(config.server.demo ? [demoClient] : []),
    ],
    clientDirectory(clientsOf(config), config.toolsets),
  )
}
