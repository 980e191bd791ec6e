import type { KeyStore } from '../kernel/api-key.ts'
import type { GrantStore } from '../kernel/conversation.ts'
import type { Attempts } from '../kernel/host.ts'

/** All that the house itself keeps. */
export interface Stores {
  readonly grants: GrantStore
  readonly attempts: Attempts
  readonly keys: KeyStore
  readonly operatorKeys: KeyStore
  close(): void
}
