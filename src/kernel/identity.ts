import type { ActingUser } from './acting-user.ts'

/** What a credential says of who is calling. It can only take away from what the client may do, and never add. */
export interface Identity {
  /** The client's name. */
  readonly client: string
  readonly by: 'key' | 'token' | 'local' | 'demo'
  /** On whose behalf, where the credential itself says so. */
  readonly user?: ActingUser
  /** The scopes that it carries. Without them, all that the client holds. */
  readonly scopes?: readonly string[]
  /** The toolset that it was made for. */
  readonly toolset?: string
  /** When it ends, epoch milliseconds. */
  readonly expiresAtMs?: number
}
