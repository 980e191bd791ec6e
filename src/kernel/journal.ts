import type { Clearance } from './clearance.ts'
import type { Entry } from './ledger.ts'
import type { TicketBook } from './ticket-book.ts'
import type { KeyMaker, Operation, OperationId, StoredEnd } from './operation.ts'

/** Everything that one call needs to begin, claimed together or not at all. */
export interface Claim extends OperationId {
  readonly fingerprint: string
  readonly madeBy: KeyMaker
  readonly call: string
  readonly run: string | null
  readonly tool: string
  /** Whether the tool may be run again under the same operation key. */
  readonly resumes: boolean
  readonly nowMs: number
  readonly leaseUntilMs: number
  readonly expiresAtMs: number
  /** What lets it run; `undefined` when its gate is `auto`. */
  readonly clearance: ClaimedClearance | undefined
  /** The intent. */
  readonly entries: readonly Entry[]
}

export interface ClaimedClearance {
  /** Whose yes it is: a clearance is a person's, a ticket an operator's. */
  readonly of: 'clearance' | 'ticket'
  readonly id: string
  /** What the call is bound to now; the clearance has to be bound to the same. */
  readonly binding: string
  /** Consumed already, by this very operation, before it was broken off. Else it is consumed now. */
  readonly isHeld: boolean
}

/** Where a clearance counts: what was asked for elsewhere is none there, and cannot be crowded out from there. */
export type AskedWhere = Pick<Clearance, 'client' | 'tool' | 'conversation'>

/** `taken`: another call has it. `no_clearance`: it was used, voided or ran out meanwhile. */
export type ClaimVerdict =
  | {
      readonly kind: 'claimed'
      readonly operationKey: string
      /** It goes on with a try whose effect may have begun; it is past the point of no return already. */
      readonly isDoubtful: boolean
    }
  | { readonly kind: 'taken' | 'no_clearance' | 'stopped' }

/** The call that holds an operation; nobody else moves it. */
export interface Holder extends OperationId {
  readonly call: string
}

/**
 * The house's memory of what was asked, decided and done: ledger, operations, clearances, tickets and the kill switch, in
 * one database, so that they change together. Every promise resolves when its change is on disk, and rejects when it is not.
 */
export interface Journal extends TicketBook {
  append(entries: readonly Entry[]): Promise<void>
  /** Resolves at once while the ledger is well: the rows are on disk within a moment. Else, and the first time, like `append`. */
  appendSoon(entries: readonly Entry[]): Promise<void>

  /** Adds a clearance and voids those of the same client, conversation and binding that are still open. */
  issue(clearance: Clearance, entries: readonly Entry[]): Promise<void>
  /** Takes one try of each of these, and voids those that have none left. Answers the most tries that are left. */
  spendTry(ids: readonly string[], entries: readonly Entry[]): Promise<number>
  voidClearance(id: string, entries: readonly Entry[]): Promise<void>
  /** Those that were asked for there and were alive at `sinceMs`, newest first; at most 20. */
  clearances(asked: AskedWhere, sinceMs: number): readonly Clearance[]

  claim(claim: Claim): Promise<ClaimVerdict>
  /** Passes the point of no return. False when the holder lost it, or it was cancelled. */
  commit(holder: Holder, leaseUntilMs: number): Promise<boolean>
  /** False when it is past the point of no return. */
  cancel(holder: Holder, entries: readonly Entry[]): Promise<boolean>
  finish(
    holder: Holder,
    state: 'succeeded' | 'failed' | 'in_doubt',
    end: StoredEnd | undefined,
    entries: readonly Entry[],
  ): Promise<void>
  renew(holder: Holder, leaseUntilMs: number): Promise<void>
  operation(id: OperationId): Operation | undefined
  /** Those of a conversation, the longest remembered first; at most 20. */
  operationsOf(run: string): readonly Operation[]
  /** Those that an operator has to resolve. */
  inDoubt(): readonly Operation[]
  /** Says what became of one that is in doubt. False when it is not in doubt. */
  resolve(call: string, end: StoredEnd, entries: readonly Entry[]): Promise<boolean>
  /** Whether time has run out for anything that a sweep would put on record. */
  isOverdue(nowMs: number): boolean
  /** Finds what crashes have left in doubt, and forgets what has expired. Answers the calls found. */
  sweep(nowMs: number): Promise<readonly string[]>

  writesStopped(): boolean
  setWritesStopped(stopped: boolean, entries: readonly Entry[]): Promise<void>
  /** Appends a row for each of these that differs from the last one recorded. */
  noteChanges(entries: readonly Entry[]): Promise<void>

  /** Waits until everything is on disk, then closes. */
  close(): Promise<void>
}
