import type { Json } from './canonical-json.ts'
import type { Gate, Proof } from './gate.ts'
import type { ProfileName } from './profile.ts'
import type { Tier } from './tier.ts'

/** The first call of a conversation. */
export interface RunBody {
  readonly client: string
  readonly user: string | null
  readonly profile: ProfileName
}

/** Why a call may run, or not. */
export interface Decision {
  readonly verdict: 'allowed' | 'refused' | 'asked' | 'replayed'
  /** What decided: the step, and where there is one the rule, such as `gate: rule large-party`. */
  readonly rule: string
  readonly gate: Gate | null
  readonly proof: Proof | null
  /** The id of the clearance that was consumed. */
  readonly clearance: string | null
  /** The grant that covered the subject, such as `customer C-101`. */
  readonly grant: string | null
}

/** How a call ended. */
export interface ResultBody {
  /** `success` or an error code. */
  readonly outcome: string
  /** Keyed hash of the answer; null when there is none. */
  readonly resultHash: string | null
  readonly latencyMs: number
}

/**
 * A call. Above tier read that is its intent, committed before the handler starts, and its result is a row of its own;
 * a call that never got there, and a read, has its result here.
 */
export interface CallBody {
  readonly client: string | null
  readonly user: string | null
  readonly tool: string
  readonly toolDigest: string | null
  readonly policyVersion: string
  readonly tier: Tier | null
  /** Keyed hash over the canonical JSON of the arguments. */
  readonly argumentsHash: string
  /** The arguments with texts masked, other than those the tool declares as nobody's personal data. */
  readonly arguments: Json
  readonly decision: Decision
  readonly result: ResultBody | null
}

/** A grant that a conversation was given. */
export interface GrantBody {
  readonly client: string
  readonly grantKind: string
  readonly subject: string
  readonly expiresAtMs: number
}

/** What happened to a confirmation beside being consumed, which is in the call's decision. */
export interface ClearanceBody {
  readonly id: string
  readonly event: 'issued' | 'not_delivered' | 'wrong_code' | 'void'
  readonly kind: 'spoken' | 'delivered' | 'dialog'
  readonly tool: string
  /** What it is bound to. */
  readonly binding: string
  readonly why: string | null
}

/** What happened to an operation beside its calls: found in doubt after a crash, or resolved by an operator. */
export interface OperationBody {
  readonly event: 'in_doubt' | 'resolved'
  readonly tool: string
  readonly as: 'succeeded' | 'failed' | null
  readonly by: string | null
  readonly note: string | null
}

/** What can happen to a ticket. `endorsed` is an approval that others have to join. */
export const TICKET_EVENTS = [
  'asked',
  'endorsed',
  'approved',
  'denied',
  'used',
  'void',
  'expired',
] as const

/**
 * What happened to a ticket. `shown` is the digest of what the
 * operator was shown, and `from` is where the decision came from.
 */
export interface TicketBody {
  readonly id: string
  readonly number: number
  readonly event: (typeof TICKET_EVENTS)[number]
  readonly client: string
  readonly tool: string
  readonly binding: string
  /** The operator. */
  readonly by: string | null
  readonly from: string | null
  readonly shown: string | null
  readonly why: string | null
}

/** An undoing of a call's effect. Nothing writes these rows yet. */
export interface CompensationBody {
  readonly tool: string
  readonly step: string
  readonly outcome: string
}

/** A change of what is served, and to whom. `from` and `to` are digests, or words for a switch. */
export interface ChangeBody {
  readonly what: 'config' | 'policy' | 'catalogue' | 'keys' | 'operators' | 'writes' | 'reload'
  readonly from: string | null
  readonly to: string
  readonly by: string | null
  readonly note: string | null
}

/** Every kind of row, and what is in it. */
export interface EntryBodies {
  readonly run: RunBody
  readonly call: CallBody
  readonly result: ResultBody
  readonly grant: GrantBody
  readonly clearance: ClearanceBody
  readonly operation: OperationBody
  readonly ticket: TicketBody
  readonly compensation: CompensationBody
  readonly change: ChangeBody
}

export type EntryKind = keyof EntryBodies

/** One row to be appended. */
export type Entry = {
  readonly [K in EntryKind]: {
    readonly kind: K
    readonly atMs: number
    /** The conversation's id. */
    readonly run: string | null
    /** The call's id. */
    readonly call: string | null
    readonly body: EntryBodies[K]
  }
}[EntryKind]
