import { join } from 'node:path'

import type { ClientConfig } from '../config/config.ts'
import { startCall, type Call, type Caller } from '../kernel/call.ts'
import type { Grant } from '../kernel/conversation.ts'
import type { ErrorCode } from '../kernel/error.ts'
import type { Mail } from '../kernel/mailer.ts'
import type { Module } from '../kernel/module.ts'
import type { Notice } from '../kernel/notifier.ts'
import { PROFILE_NAMES, PROFILES, type ProfileName } from '../kernel/profile.ts'
import type { Tier } from '../kernel/tier.ts'
import { readTicketNumber } from '../kernel/ticket.ts'
import { LONE_OPERATOR, openLoneModule, type LoneModule } from '../lone-module.ts'
import { present } from '../mcp/present.ts'
import { conversationId } from '../policy/identify.ts'
import { sqliteStores } from '../store/sqlite/stores.ts'
import { connectInProcess, type TestClient } from './in-process-client.ts'
import { turnedClock, type TurnedClock } from './turned-clock.ts'

/** How a module is opened for a test. */
export interface TestSetting {
  /** The module's own configuration, as its part of the YAML file would say it. Default `{}`. */
  readonly config?: unknown
  /** When the clock stands still, an ISO instant. Default `2026-01-05T09:00:00Z`, a Monday. */
  readonly at?: string
  /** A folder whose data outlives the test module. Default: a temporary one that closing deletes. */
  readonly dataDir?: string
  /** The language tag of what is said aloud. Default `en-US`. */
  readonly locale?: string
  /** The profiles that clients may have. Default all; leave out `voice` when its schemas are not for every model. */
  readonly profiles?: readonly ProfileName[]
  /** The riskiest tier that clients are cleared for. Default: all tiers. */
  readonly highestTier?: Tier
  /** The scopes that clients have. Default: all that the module's tools ask for. */
  readonly scopes?: readonly string[]
}

/** Who calls. There is one client for each profile, and it has the profile's name. */
export interface TestCaller {
  /** How answers and listings are shaped. Default `voice`. */
  readonly profile?: ProfileName
  /** The conversation's name; proofs hold in it. Default: none, as from a client that names none. */
  readonly conversation?: string
}

/** Who calls, and how the call may end. */
export interface TestCall extends TestCaller {
  /** Aborts when the client withdraws the call. */
  readonly signal?: AbortSignal
  /** The idempotency key that the client sends beside the arguments. */
  readonly idempotencyKey?: string
  /** Answers what a handler asks, as the person behind the client. Without one, the client cannot ask. */
  readonly person?: (question: string, name: string) => TestAnswer | Promise<TestAnswer>
  /** Hears how far the call has come, from 0 to 1. Without it, the client does not listen. */
  readonly onProgress?: (part: number, words: string | undefined) => void
}

/** What a person does with a form: fills it in, declines, or closes it. */
export type TestAnswer =
  | { readonly action: 'accept'; readonly content: Readonly<Record<string, unknown>> }
  | { readonly action: 'decline' | 'cancel' }

/** What a call came to. */
export interface ToolAnswer {
  /** The sentence that a model reads first and a voice speaks, whether it worked or not. */
  readonly text: string
  /** Whether it is a refusal or a bug. */
  readonly isError: boolean
  /** `success`, or which refusal it is; `internal` is a bug in the tool. */
  readonly code: 'success' | ErrorCode
  /** The handler's value as JSON would carry it; `undefined` when there is none. */
  readonly value: unknown
  /** What was thrown, when it is a bug. A client never sees it. */
  readonly cause: unknown
}

/** A module, open and served, with a clock that a test turns. */
export interface TestModule {
  /** The module's only clock. Deadlines and the ends of grants go by it as well. */
  readonly clock: TurnedClock
  /**
   * What the house has sent to its one person, such as the code that an irreversible call needs; newest last. The
   * person of every client is user@example.com.
   */
  readonly notices: readonly { readonly subject: string; readonly text: string }[]
  /** E-mail that the module has sent; newest last. */
  readonly mails: readonly Mail[]
  /**
   * Calls a tool by its full name, such as `stock_count`, through everything that a served call meets: clearance,
   * deadline, proofs, forgiving and checking of the arguments. `args` may be wrong on purpose. Never rejects.
   */
  callTool(name: string, args?: unknown, call?: TestCall): Promise<ToolAnswer>
  /** Connects a client that speaks MCP to the real server. Closing the module ends it. */
  connect(caller?: TestCaller): Promise<TestClient>
  /** Gives a conversation a grant, as the tool that takes the proof would, for `forMs` or else for an hour. */
  grant(grant: Grant, caller: TestCaller & { conversation: string }, forMs?: number): Promise<void>
  /**
   * Has an operator decide on a ticket, such as `A-101`, as a refusal names it; with a reason the operator says no. Rejects
   * when it cannot be decided on any more.
   */
  decide(ticket: string, verdict: 'approve' | { readonly deny: string }): Promise<void>
  /** Closes everything, and deletes the folder if it was a temporary one. Calls still open meet their deadline. */
  close(): Promise<void>
}

const HOUR_MS = 3_600_000

/**
 * Serves one module in this process, over a folder of its own and with a clock that stands still. Rejects when the
 * module cannot be served, with one line for each reason, or when it does not open. Close it after the test.
 */
export async function openTestModule(
  module: Module,
  setting: TestSetting = {},
): Promise<TestModule> {
  const { config = {}, at = '2026-01-05T09:00:00Z' } = setting
  const clock = turnedClock(at)
  const { dataDir, locale } = setting
  const notices: Notice[] = []
  const mails: Mail[] = []
  const lone = await openLoneModule(module, {
    config,
    clock,
    clients: clientsFor(module, setting),
    ...(dataDir !== undefined && { dataDir }),
    ...(locale !== undefined && { locale }),
    notifier: {
      canReach: () => true,
      async deliver(notice) {
        notices.push(notice)
        return { ok: true, to: 'u…@example.com' }
      },
    },
    mailer: {
      async send(mail) {
        mails.push(mail)
        return { kind: 'accepted' }
      },
    },
  })
  const stores = sqliteStores(join(lone.dataDir, 'toolcrib.db'), clock)
  const clients: TestClient[] = []
  return Object.freeze<TestModule>({
    clock,
    notices,
    mails,
    callTool: (name, args = {}, call = {}) => answerTo(lone, name, args, call),
    async connect(caller = {}) {
      const client = await connectInProcess(lone.app, callerOf(caller))
      clients.push(client)
      return client
    },
    async grant(grant, { profile = 'voice', conversation }, forMs = HOUR_MS) {
      await stores.grants.put(conversationId(profile, conversation), grant, clock.now() + forMs)
    },
    decide: (ticket, verdict) => decideOn(lone, ticket, verdict),
    async close() {
      await Promise.all(clients.map((client) => client.close()))
      stores.close()
      await closedInTime(lone, clock)
    },
  })
}

async function decideOn(
  { app: { desk } }: LoneModule,
  ticket: string,
  verdict: 'approve' | { readonly deny: string },
): Promise<void> {
  const number = readTicketNumber(ticket) ?? 0
  const seen = desk.show(LONE_OPERATOR, number)?.seen ?? ''
  const said = verdict === 'approve' ? 'approve' : 'deny'
  const reason = verdict === 'approve' ? null : verdict.deny
  const ruling = { verdict: said, seen, reason, from: 'test' } as const
  const made = await desk.decide(LONE_OPERATOR, number, ruling)
  if (made.kind === 'refused') throw new Error(made.message)
}

async function answerTo(
  { app }: LoneModule,
  toolName: string,
  rawArguments: unknown,
  how: TestCall,
): Promise<ToolAnswer> {
  const { signal = new AbortController().signal, idempotencyKey, ...caller } = how
  const call = startCall({
    ...reachOf(how),
    caller: callerOf(caller),
    toolName,
    rawArguments,
    signal,
    idempotencyKey,
  })
  const outcome = await app.run(call)
  const { content, isError = false } = present(outcome, caller.profile ?? 'voice', call.id)
  const [words] = content
  const text = words?.type === 'text' ? words.text : ''
  return outcome.kind === 'success'
    ? { text, isError, code: 'success', value: outcome.answer.value, cause: undefined }
    : { text, isError, code: outcome.error.code, value: undefined, cause: outcome.error.cause }
}

function reachOf({ person, onProgress }: TestCall): Pick<Call, 'canAsk' | 'line'> {
  return {
    canAsk: person !== undefined,
    line: {
      tell: onProgress && (({ progress, total, message }) => onProgress(progress / total, message)),
      put: person && (async ({ message, name }) => person(message, name)),
    },
  }
}

function callerOf({ profile = 'voice', conversation }: TestCaller): Caller {
  const credential = { kind: 'local', client: profile } as const
  return {
    credential,
    narrowing: {},
    ...(conversation !== undefined && { handle: conversation }),
  }
}

function clientsFor(module: Module, setting: TestSetting): readonly ClientConfig[] {
  const {
    profiles = PROFILE_NAMES,
    highestTier = 'privileged',
    scopes = module.tools.flatMap(({ facts }) => facts.scopes),
  } = setting
  return profiles.map((profile) => ({
    name: profile,
    title: profile,
    profile,
    tools: { include: ['*'], exclude: [] },
    toolsets: [],
    highestTier,
    scopes,
    tokenBudget: undefined,
    owner: undefined,
    callsPerMinute: 1_000_000,
    user: { id: 'user', name: 'User', email: 'user@example.com' },
    confirmAfterMs: PROFILES[profile].confirmAfterMs,
    sessions: 'auto',
  }))
}

/** The clock stands still, so a call that never ends would be waited for without end; now it meets its deadline. */
async function closedInTime(lone: LoneModule, clock: TurnedClock): Promise<void> {
  const turning = setInterval(() => clock.turn(60_000), 1)
  try {
    await lone.close()
  } finally {
    clearInterval(turning)
  }
}
