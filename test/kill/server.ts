import { flushCompileCache } from 'node:module'
import { createInterface } from 'node:readline'

import { openApp, type App } from '../../src/app.ts'
import { startCall } from '../../src/kernel/call.ts'
import { USUAL_APPROVALS } from '../../src/kernel/approval-terms.ts'
import { LONE_OPERATOR } from '../../src/lone-module.ts'
import { systemClock } from '../../src/system-clock.ts'
import { loneConfig } from '../support/lone-config.ts'
import type { Journal } from '../../src/kernel/journal.ts'
import { commitWatch } from './commit-watch.ts'
import { deskModule, type ProviderMode } from './desk-module.ts'
import { failPoints, withFailPoints, type Point } from './fail-points.ts'

/** The process that is killed: the real house around the desk, spoken to in lines of JSON. */

export interface OpenSetting {
  readonly dataDir: string
  readonly mode: ProviderMode
  readonly providerPort: number
  readonly leaseMs: number
  /** What happens to approved tickets. Default: they wait for their client. */
  readonly onApproval?: 'wait' | 'execute'
}

export interface Asked {
  readonly n: number
  readonly tool: string
  readonly args: Readonly<Record<string, unknown>>
  readonly handle: string
  readonly key?: string
}

export type ToServer =
  | ({ readonly do: 'open' } & OpenSetting)
  | ({ readonly do: 'call' } & Asked)
  | { readonly do: 'decide'; readonly n: number; readonly number: number }
  | { readonly do: 'arm'; readonly point: Point }
  | { readonly do: 'close' }

export interface Answered {
  readonly n: number
  readonly call: string
  /** `success`, or the code of the refusal. */
  readonly outcome: string
  readonly text: string
  readonly isReplayed: boolean
  /** By the killed process's own clock. */
  readonly atMs: number
}

/** A sign of life. */
export interface Alive {
  readonly atMs: number
  readonly longestCommitMs: number
  /** Between two signs of life: the longest that the event loop was held up, or the process had to wait for a core. */
  readonly longestPauseMs: number
}

export type FromServer =
  | { readonly said: 'ready' | 'opened' | 'closed' }
  | ({ readonly said: 'answer' } & Answered)
  | ({ readonly said: 'alive' } & Alive)

const ALIVE_EVERY_MS = 4

const AGENT = {
  name: 'agent',
  profile: 'chat',
  confirmAfterMs: 0,
  highestTier: 'privileged',
} as const

const points = failPoints()
let app: App | undefined

async function open(setting: OpenSetting): Promise<void> {
  const { mode, providerPort, dataDir, leaseMs, onApproval = 'wait' } = setting
  const module = deskModule(mode, providerPort, points)
  let opened: Journal | undefined
  app = await openApp({
    config: {
      ...loneConfig(module, dataDir, [AGENT]),
      operators: [LONE_OPERATOR],
      approvals: { ...USUAL_APPROVALS, onApproval, pendingPerClient: 1_000 },
    },
    runsApproved: onApproval === 'execute',
    clock: systemClock,
    recordCall: () => {},
    inThread: true,
    leaseMs,
    onTrouble: (message) => void process.stderr.write(`${message}\n`),
    aroundJournal: (journal) => (opened = withFailPoints(journal, points)),
  })
  // The thread that writes takes longer to load than most lives last; until then reads wait for their rows.
  await opened?.appendSoon([])
  const commits = commitWatch()
  say({ said: 'opened' })
  let longestPauseMs = 0
  let lastMs = performance.now()
  setInterval(() => {
    const nowMs = performance.now()
    longestPauseMs = Math.max(longestPauseMs, nowMs - lastMs)
    lastMs = nowMs
    const alive = { atMs: Date.now(), longestCommitMs: commits.longestMs(), longestPauseMs }
    say({ said: 'alive', ...alive })
  }, ALIVE_EVERY_MS).unref()
}

async function answer({ n, tool, args, handle, key }: Asked): Promise<void> {
  const call = startCall({
    caller: { credential: { kind: 'local', client: 'agent' }, narrowing: {}, handle },
    toolName: tool,
    rawArguments: args,
    signal: new AbortController().signal,
    goneMeansCancelled: false,
    idempotencyKey: key,
  })
  const outcome = await app?.run(call)
  if (!outcome) throw new Error('Called before it was opened.')
  points.reach('before-answer')
  say({
    said: 'answer',
    n,
    call: call.id,
    ...(outcome.kind === 'success'
      ? { outcome: 'success', text: outcome.answer.text }
      : { outcome: outcome.error.code, text: outcome.error.message }),
    isReplayed: outcome.isReplayed === true,
    atMs: Date.now(),
  })
}

/** An operator looks and approves. */
async function decide(n: number, number: number): Promise<void> {
  const desk = app?.desk
  const seen = desk?.show(LONE_OPERATOR, number)?.seen ?? ''
  const ruling = { verdict: 'approve', seen, reason: null, from: 'test' } as const
  const made = await desk?.decide(LONE_OPERATOR, number, ruling)
  if (!made) throw new Error('Decided before it was opened.')
  const text = made.kind === 'refused' ? made.message : made.ticket.number
  const outcome = made.kind === 'refused' ? made.code : made.kind
  say({ said: 'answer', n, call: '', outcome, text, isReplayed: false, atMs: Date.now() })
}

function say(what: FromServer): void {
  process.stdout.write(`${JSON.stringify(what)}\n`)
}

async function obey(asked: ToServer): Promise<void> {
  switch (asked.do) {
    case 'open':
      return open(asked)
    case 'call':
      return answer(asked)
    case 'decide':
      return decide(asked.n, asked.number)
    case 'arm':
      return points.arm(asked.point)
    case 'close':
      await app?.close()
      say({ said: 'closed' })
      return process.exit(0)
  }
}

createInterface({ input: process.stdin })
  .on('line', (line) => void obey(JSON.parse(line)))
  // Whoever started it is gone.
  .once('close', () => process.exit(0))
process.stdout.on('error', () => process.exit(0))
// A process that is killed would not leave its compiled code to the next one.
flushCompileCache()
say({ said: 'ready' })
