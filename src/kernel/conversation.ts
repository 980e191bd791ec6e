import type { Awaitable } from './host.ts'

/**
 * Something a conversation has earned, such as the proof that its caller is a certain customer.
 * `subject` says who or what it is about; `facts` are what tools may rely on.
 */
export interface Grant {
  /** What is proved, for example `customer`; a tool's `needs` and `gives` name it. */
  readonly kind: string
  /** Who or what it is about, for example a customer's id. */
  readonly subject: string
  /** What tools may rely on. Kept as text, on disk. */
  readonly facts: Readonly<Record<string, string>>
}

/** Where grants are kept. A conversation's id already names its client, so ids never meet across credentials. */
export interface GrantStore {
  /** Grants of the conversation that have not expired. */
  list(conversationId: string, nowMs: number): Awaitable<readonly Grant[]>
  /** Adds a grant, or replaces the one of the same kind and subject. */
  put(conversationId: string, grant: Grant, expiresAtMs: number): Awaitable<void>
  /** The same, and ends every other grant of its kind in the same transaction. */
  putAlone(conversationId: string, grant: Grant, expiresAtMs: number): Awaitable<void>
}

/** One client's one dialogue, as a handler sees it. */
export interface Conversation {
  /** Opaque and unique per client and handle; safe to store. */
  readonly id: string
  /** The grants of this kind that the conversation has and that have not expired. */
  grants(kind: string): Awaitable<readonly Grant[]>
  /** Gives a grant for `forMs` milliseconds, or replaces the one of the same kind and subject. */
  give(grant: Grant, forMs: number): Awaitable<void>
  /** Gives a grant of which there may be only one: any other of its kind ends. */
  giveAlone(grant: Grant, forMs: number): Awaitable<void>
}
