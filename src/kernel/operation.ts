import type { Answer } from './outcome.ts'
import type { ErrorCode } from './error.ts'

/**
 * Where an operation stands: `claimed` (nothing has begun), `committed` (its effect may have begun), then one of the
 * ends. `cancelled` is reached from `claimed` alone; `in_doubt` is what a crash leaves.
 */
export type OperationState =
  | 'claimed'
  | 'committed'
  | 'succeeded'
  | 'failed'
  | 'in_doubt'
  | 'cancelled'

/** Which operation it is: `scope` names the principal and the tool, `key` is the client's own or made here. */
export interface OperationId {
  readonly scope: string
  readonly key: string
}

/** Whose key it is: the client's, made here because the tool declares what duplicates are, or made for this call alone. */
export type KeyMaker = 'client' | 'server' | 'call'

/** What an operation came to, kept for whoever asks again. */
export type StoredEnd =
  | { readonly kind: 'success'; readonly answer: Answer }
  | { readonly kind: 'failure'; readonly code: ErrorCode; readonly message: string }

export interface Operation extends OperationId {
  /** Digest of the tool, its definition and the arguments. */
  readonly fingerprint: string
  readonly madeBy: KeyMaker
  /** The call that holds it. */
  readonly call: string
  readonly tool: string
  readonly state: OperationState
  /** The same for every try; what a handler hands to its provider. */
  readonly operationKey: string
  /** While it lies ahead, some process is at work on it. */
  readonly leaseUntilMs: number
  /** From then on the key is free again, unless it is in doubt. */
  readonly expiresAtMs: number
  /** The clearance that was consumed for it. */
  readonly clearance: string | null
  readonly end: StoredEnd | undefined
}
