import type { Access } from './access.ts'
import type { ActingUser } from './acting-user.ts'
import { newCallId } from './call-id.ts'
import type { Conversation } from './conversation.ts'
import type { FormQuestion } from './form.ts'
import type { Gate, Proof } from './gate.ts'
import type { ClaimedClearance } from './journal.ts'
import type { Identity } from './identity.ts'
import type { Fields } from './json.ts'
import type { MountedCall, MountedTool } from './module.ts'
import type { KeyMaker, OperationId } from './operation.ts'
import type { ProfileName } from './profile.ts'
import type { ProgressNote } from './progress.ts'
import type { Format } from './reply.ts'

/**
 * What a transport can say about who is calling. Only the stdio edge makes `local`, and only an HTTP edge in demo
 * mode makes `demo`, so neither can be claimed from the network.
 */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  | {
      readonly kind: 'local'
      readonly client: string
      /** Whom an earlier call was made for, when it is carried out now. */
      readonly as?: Pick<Identity, 'user' | 'scopes' | 'toolset'>
    }
  | { readonly kind: 'demo'; readonly client: string }

/** The toolset and tool names that a request has limited itself to. */
export interface Narrowing {
  readonly toolset?: string
  readonly tools?: readonly string[]
}

export interface Caller {
  readonly credential: Credential
  readonly narrowing: Narrowing
  /** The conversation's name, as the client sent it. */
  readonly handle?: string
  /** The id of the person for whom a trusted client says that it calls. */
  readonly actingUser?: string
}

/** Whether a 2025-era client over HTTP gets a session; `auto`: when it says that it can be asked things. */
export type SessionUse = 'always' | 'auto' | 'never'

/** Someone who may call: a credential's owner. */
export interface Client {
  readonly name: string
  readonly profile: ProfileName
  readonly access: Access
  /** On whose behalf it calls, where that is always the same person. */
  readonly user: ActingUser | undefined
  /** The person who runs it. */
  readonly owner: string | undefined
  /** How many calls it may make in a minute. */
  readonly callsPerMinute: number
  /** A yes that comes sooner than this after the question was not a person's. */
  readonly confirmAfterMs: number
  readonly sessions: SessionUse
  /** Whether its word counts for who its acting user is. */
  readonly trustsUserHeader?: boolean
  /** Whether it is told of the scopes that its token lacks, in place of the tools being hidden. */
  readonly stepsUp?: boolean
}

/** Who is calling, and what this very request may see. */
export interface Principal {
  readonly client: Client
  readonly access: Access
  /** On whose behalf: the credential's own word, else the person of the client's configuration. */
  readonly user: ActingUser | undefined
  readonly identity: Identity
  /** The policy that has let them in. */
  readonly letInBy: object
}

export interface HasPrincipal {
  readonly principal: Principal
  readonly conversation: Conversation | undefined
}

export interface HasTool {
  readonly tool: MountedTool
}

export interface HasPrepared {
  readonly prepared: MountedCall
  readonly format: Format
  /** The confirmation code that came with the arguments. */
  readonly code: string | undefined
  /** The idempotency key that did, from a client that cannot send it beside them. */
  readonly keyAsked: string | undefined
}

/** What a person answered in a dialog of the client's own, and the state that went through the client with it. */
export interface DialogAnswer {
  readonly state: string
  readonly action: 'accept' | 'decline' | 'cancel'
  /** Everything that came back, question by question, as the client sent it. */
  readonly forms?: Fields
}

/** How a client is reached while its call is at work. What it cannot be reached for is `undefined`. */
export interface Line {
  /** Takes a report of progress; the client has asked for them. */
  readonly tell: ((note: ProgressNote) => void) | undefined
  /** Puts a question and waits for what comes back, as it came. Rejects when nothing does. */
  readonly put: ((question: FormQuestion) => Promise<unknown>) | undefined
}

/** What the person behind a call was asked in earlier rounds of it. */
export interface HasRecalled {
  readonly recalled: {
    /** By the question's name: the digest of what was asked, and what was said. */
    readonly answers: Readonly<
      Record<string, { readonly digest: string; readonly answer: unknown }>
    >
    /** The question that this very call answers, with what it brings, as it came. */
    readonly open:
      | { readonly name: string; readonly digest: string; readonly brought: unknown }
      | undefined
  }
}

/** Which operation a call is: equal for the tries of one, different for any two. */
export interface HasOperation {
  readonly operation: OperationId & {
    readonly fingerprint: string
    readonly madeBy: KeyMaker
    /** How long its key is remembered. */
    readonly keepMs: number
  }
}

/** What the call would do, and the digest of everything that a yes to it counts for. */
export interface HasPlan {
  readonly plan: {
    readonly readBack: string
    readonly arguments: Fields
    readonly resolved: Fields
    readonly binding: string
  }
}

/** What had to happen before the call may run, and what did. */
export interface HasGate {
  readonly gate: {
    readonly level: Gate
    /** What asked for that: the tier, the tool, or a rule by its id. */
    readonly rule: string
    readonly proof: Proof
    readonly clearance: ClaimedClearance | undefined
  }
}

/** On whose behalf the call is made. */
export interface HasUser {
  readonly user: ActingUser | undefined
}

type Facts = HasPrincipal &
  HasTool &
  HasPrepared &
  HasOperation &
  HasPlan &
  HasGate &
  HasUser &
  HasRecalled

/** What is known of a call so far. What is not known yet, or never will be, is `undefined`. */
export type Learnt = { [Fact in keyof Facts]: Facts[Fact] | undefined } & {
  /** When the call came in, epoch milliseconds. */
  startedMs: number | undefined
  /** The step that refused, or answered without what lies behind it. */
  decidedBy: string | undefined
  /** The grant that covers what the call acts on. */
  grant: string | undefined
  /** What the handler hands to its provider: the same for every try. */
  operationKey: string | undefined
  /** The ledger has its intent, and will have its result. */
  isOnRecord: boolean | undefined
  /** Its effect may begin at any moment: from now on nothing stops it. */
  isPastRecall: boolean | undefined
  /** The client has its answer: from now on nothing is said to it. */
  isAnswered: boolean | undefined
  /** Stops the time that the call has, while a person is asked; what it returns lets it run on. */
  holdDeadline: (() => () => void) | undefined
}

/** One `tools/call`, as it arrived. */
export interface Call {
  readonly id: string
  readonly caller: Caller
  /** Who the transport has found that to be, where it has asked for this very request. */
  readonly guest: Principal | undefined
  readonly toolName: string
  readonly rawArguments: unknown
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal
  /** Whether that means the client has withdrawn the call. In the 2025 era a lost connection does not. */
  readonly goneMeansCancelled: boolean
  /** The idempotency key that came beside the arguments. */
  readonly idempotencyKey: string | undefined
  /** Whether the client can show its person a question. */
  readonly canAsk: boolean
  /** The answer to such a question, when this call brings one. */
  readonly answered: DialogAnswer | undefined
  /** How its client is reached meanwhile. */
  readonly line: Line
  /** The call itself, as those see it who record or time it from outside and cannot know how far it has come. */
  readonly learnt: Learnt
}

const NO_LINE: Line = Object.freeze({ tell: undefined, put: undefined })

type Arrived = Pick<Call, 'caller' | 'toolName' | 'rawArguments' | 'signal'> &
  Partial<
    Pick<Call, 'guest' | 'goneMeansCancelled' | 'idempotencyKey' | 'canAsk' | 'answered' | 'line'>
  >

/** Every fact has its place from the start: a call that grew with each of them would be moved again and again. */
const NOTHING_LEARNT: Learnt = {
  principal: undefined,
  conversation: undefined,
  tool: undefined,
  prepared: undefined,
  format: undefined,
  code: undefined,
  keyAsked: undefined,
  operation: undefined,
  plan: undefined,
  gate: undefined,
  user: undefined,
  recalled: undefined,
  startedMs: undefined,
  decidedBy: undefined,
  grant: undefined,
  operationKey: undefined,
  isOnRecord: undefined,
  isPastRecall: undefined,
  isAnswered: undefined,
  holdDeadline: undefined,
}

/** Starts a call: gives it an id that a person can read out, and room for what will be learnt of it. */
export function startCall(arrived: Arrived): Call {
  const call = {
    ...NOTHING_LEARNT,
    id: newCallId(Date.now()),
    caller: arrived.caller,
    guest: arrived.guest,
    toolName: arrived.toolName,
    rawArguments: arrived.rawArguments,
    signal: arrived.signal,
    goneMeansCancelled: arrived.goneMeansCancelled ?? true,
    idempotencyKey: arrived.idempotencyKey,
    canAsk: arrived.canAsk ?? false,
    answered: arrived.answered,
    line: arrived.line ?? NO_LINE,
    learnt: NOTHING_LEARNT,
  }
  call.learnt = call
  return call
}
