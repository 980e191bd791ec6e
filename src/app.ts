import { randomInt } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'

import type { ApprovalDesk } from './approvals/desk.ts'
import { operatorFor, type OperatorFor } from './approvals/operator-for.ts'
import { runApproved } from './approvals/run-approved.ts'
import { authenticateBy, type AuthenticateParts } from './authenticate-by.ts'
import { clientsOf } from './config/clients.ts'
import type { Call } from './kernel/call.ts'
import { createCatalog, type Catalog } from './kernel/catalog.ts'
import type { Counter } from './kernel/counter.ts'
import type { Clock } from './kernel/host.ts'
import type { Mailer } from './kernel/mailer.ts'
import type { Journal } from './kernel/journal.ts'
import type { Health } from './kernel/module.ts'
import type { Outcome } from './kernel/outcome.ts'
import type { Notifier } from './kernel/notifier.ts'
import { pipeline } from './kernel/pipeline.ts'
import { loadProblems } from './load-problems.ts'
import { closeModules, mountModules } from './mount-modules.ts'
import { openDesk } from './open-desk.ts'
import { openWebhooks } from './open-webhooks.ts'
import { noteDeployment, openRecords, type Records } from './open-records.ts'
import type { Authenticate } from './policy/authenticate.ts'
import { createMailNotifier } from './notify/mail-notifier.ts'
import { actFor } from './policy/act-for.ts'
import { askedSeals } from './policy/asked-seals.ts'
import { claim, type Announcement } from './policy/claim.ts'
import { createCodes } from './policy/codes.ts'
import { coverSubject } from './policy/cover-subject.ts'
import { deadline } from './policy/deadline.ts'
import { execute } from './policy/execute.ts'
import { gate } from './policy/gate.ts'
import { identify } from './policy/identify.ts'
import { inOrder } from './policy/in-order.ts'
import { limitClient } from './policy/limit-client.ts'
import { observe, type RecordCall } from './policy/observe.ts'
import { operationOf } from './policy/operation-of.ts'
import { plan } from './policy/plan.ts'
import { policyVersionOf } from './policy/policy-version.ts'
import { recall } from './policy/recall.ts'
import { recorder } from './policy/recorder.ts'
import { replay } from './policy/replay.ts'
import { requireGrant } from './policy/require-grant.ts'
import { requireScopes } from './policy/require-scopes.ts'
import { resolve } from './policy/resolve.ts'
import { runningCalls, type RunningCall, type RunningCalls } from './policy/running-calls.ts'
import { stopWrites } from './policy/stop-writes.ts'
import { tidy } from './policy/tidy.ts'
import { track } from './policy/track.ts'
import { validate } from './policy/validate.ts'
import type { Stores } from './store/ports.ts'
import { databaseFile } from './store/places.ts'
import { busyStore } from './store/sqlite/busy.ts'
import { sqliteStores } from './store/sqlite/stores.ts'

export interface AppParts extends AuthenticateParts {
  readonly recordCall: RecordCall
  /** Hears of every change that was made, or may have been. Default: nobody does. */
  readonly announce?: (write: Announcement) => void
  /** Reaches people outside the conversation. Default: by e-mail, where the deployment names a server. */
  readonly notifier?: Notifier
  /** Sends e-mail for modules. Default: by the deployment's mail server, where it names one. */
  readonly mailer?: Mailer
  /** Hears of trouble that no call can be told of. */
  readonly onTrouble?: (message: string) => void
  /** Whether a thread of its own writes the ledger. Default false: right for one call, not for a server. */
  readonly inThread?: boolean
  /** Whether this process carries out what was approved and runs by itself. Default false: a server does. */
  readonly runsApproved?: boolean
  /** Whether it tells webhooks what happens. Default false: a server does. */
  readonly tellsWebhooks?: boolean
  /** How long a process that has died is still taken to be at work. Default 30 s. */
  readonly leaseMs?: number
  /** Stands around the journal, to stop a test at a point of it or to stand in for it. Default: nothing does. */
  readonly aroundJournal?: (opened: Journal) => Journal
}

export interface App extends Counter {
  readonly catalog: Catalog
  /** The policy, step by step, outermost first. */
  readonly steps: readonly string[]
  /** Where operators decide on tickets, and who they are. */
  readonly desk: ApprovalDesk
  readonly operatorFor: OperatorFor
  health(): Promise<ReadonlyMap<string, Health>>
  /** Waits for running writes, then closes everything. Answers the calls and modules that did not end in time. */
  close(): Promise<readonly Unfinished[]>
}

export type Unfinished = RunningCall | { readonly module: string }

/** How long a stop waits for running writes, then for modules to close; the process has to be gone within 2 s. */
const DRAIN_MS = 1_200
const CLOSE_MS = 300

/** How long a process that has died is still taken to be at work. */
const LEASE_MS = 30_000

/** Where the deployment has nobody to tell. */
const NOBODY = (): void => {}

const NOTHING_AROUND = (opened: Journal): Journal => opened

/** Opens the house: checks everything, then mounts the modules. Throws `Problems` before anything is half-started. */
export async function openApp(parts: AppParts): Promise<App> {
  const { config, clock, announce = NOBODY, onTrouble = NOBODY, inThread = false } = parts
  const { aroundJournal = NOTHING_AROUND, mailer = await mailerOf(parts) } = parts
  const { notifier = mailer && createMailNotifier(mailer) } = parts
  loadProblems(config)
  const stores = sqliteStores(databaseFile(config.server.dataDir), clock)
  const opened = openRecords({ config, clock, inThread, onTrouble })
  const records = { ...opened, journal: aroundJournal(opened.journal) }
  const closeStores = async (): Promise<void> => {
    await records.journal.close()
    stores.close()
  }
  try {
    const mounted = await mountModules({
      config,
      clock,
      attempts: stores.attempts,
      mailer,
    })
    const catalog = createCatalog(mounted.flatMap(({ tools }) => tools))
    await noteDeployment(records, config, catalog, clock.now())
    const running = runningCalls(clock)
    const authenticate = await authenticateBy(parts, stores.keys)
    const { run, order } = policyOf(parts, {
      stores,
      records,
      catalog,
      running,
      authenticate,
      announce,
      notifier,
    })
    const stopChores = await startChores(parts, records.journal, run)
    return Object.freeze({
      catalog,
      steps: order,
      authenticate,
      view: ({ access }) => catalog.view(access),
      run,
      desk: openDesk(config, records, clock),
      operatorFor: operatorFor(config.operators, stores.operatorKeys),
      async health() {
        const checks = mounted.map(async ({ id, health }) => [id, await health()] as const)
        return new Map(await Promise.all(checks))
      },
      async close() {
        // Not waited for yet: a receiver that does not answer must not hold up the calls' end.
        const stopped = stopChores()
        const unfinished = await running.drain(DRAIN_MS)
        // What was waiting behind a write is refused now, and that is put on record, too.
        await setImmediate()
        const stuck = await closeModules(mounted, clock, CLOSE_MS)
        await withinMs(clock, CLOSE_MS, stopped)
        await closeStores()
        return [...unfinished, ...stuck.map((module) => ({ module }))]
      },
    } satisfies App)
  } catch (error) {
    await closeStores()
    throw error
  }
}

/** Waits for something, but not longer than this. */
async function withinMs(clock: Clock, limitMs: number, work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<void>()
  const callOff = clock.after(limitMs, late.resolve)
  await Promise.race([work, late.promise])
  callOff()
}

/** Starts what goes on beside the calls. Answers how to stop it. */
async function startChores(
  { config, clock, runsApproved = false, tellsWebhooks = false, onTrouble = NOBODY }: AppParts,
  tickets: Journal,
  run: (call: Call) => Promise<Outcome>,
): Promise<() => Promise<void>> {
  const chores = [
    await tidy(tickets, clock),
    ...(runsApproved ? [runApproved({ tickets, clock, run, onTrouble })] : []),
    ...(tellsWebhooks ? [openWebhooks({ config, clock, onTrouble })] : []),
  ]
  return async () => {
    await Promise.all(chores.map(async (chore) => chore.stop()))
  }
}

interface PolicyParts {
  readonly stores: Stores
  readonly records: Records
  readonly catalog: Catalog
  readonly running: RunningCalls
  readonly authenticate: Authenticate
  readonly announce: (write: Announcement) => void
  readonly notifier: Notifier | undefined
}

/** By the mail server that the deployment names, if it names one. */
async function mailerOf({ config, clock }: AppParts): Promise<Mailer | undefined> {
  const { mail } = config.server
  if (!mail) return undefined
  // Read only where it is wanted, because a start waits for it.
  const { createSmtpMailer } = await import('./notify/smtp-mailer.ts')
  return createSmtpMailer({ ...mail, password: config.mailPassword }, clock)
}

/** The whole policy, in the order in which a call meets it. */
function policyOf({ config, clock, recordCall, leaseMs = LEASE_MS }: AppParts, house: PolicyParts) {
  const { stores, records, catalog, running, authenticate, announce, notifier } = house
  const { journal, keys } = records
  const policyVersion = policyVersionOf(clientsOf(config), config.rules, config.approvals)
  const rows = recorder({ key: keys.record, policyVersion, clock })
  const recording = { journal, recorder: rows, clock }
  const asking = {
    ...recording,
    attempts: stores.attempts,
    codes: createCodes(keys, (below) => randomInt(below)),
    notifier,
    operators: config.operators,
    approvals: config.approvals,
    policyVersion,
    approvalKey: keys.approvals,
  }
  const questions = { seals: askedSeals(keys.state), attempts: stores.attempts, clock }
  const titles = new Map(catalog.tools.map(({ name, facts }) => [name, facts.title]))
  const titleOf = (tool: string): string => titles.get(tool) ?? tool
  const steps = pipeline<Call>()
    .wrap(observe({ ...recording, log: recordCall }))
    .derive(identify(authenticate, stores.grants, recording))
    .guard(limitClient(clock))
    .derive(resolve(catalog))
    .guard(requireScopes)
    .wrap(deadline(clock))
    .guard(stopWrites(records.isStopped))
    .wrap(inOrder())
    .guard(requireGrant(catalog))
    .derive(actFor(stores.grants, clock))
    .derive(validate)
    .guard(coverSubject(stores.grants, clock))
    .derive(recall(questions))
    .derive(operationOf(config.rules, journal))
    .wrap(replay(journal, clock))
    .derive(plan(config.rules, policyVersion))
    .derive(gate(config.rules, asking))
    .wrap(track(running))
    .wrap(
      claim({
        ...recording,
        leaseMs,
        isStopped: records.isStopped,
        announce,
        knownTrouble: busyStore,
      }),
    )
  const last = execute({ knownTrouble: busyStore, asking: questions, journal, titleOf, clock })
  return { order: steps.order, run: steps.run(last) }
}
