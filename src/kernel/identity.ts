import type { ActingUser } from './acting-user.ts'

/** What a credential says of who is calling. It can only take away from what the client may do, and never add. */
export interface Identity {
  /** The client's name. */
  readonly client: string
  readonly by: 'key' | 'token' | 'local' | 'demo'
  /**
   * Which of its client's credentials it is, where there can be several, and the same when a token is renewed. No secret:
   * the public id of a key, or issuer, application and subject of a token.
   */
  readonly credential?: string
  /** On whose behalf, where the credential itself says so. */
  readonly user?: ActingUser
  /** The scopes that it carries. Without them, all that the client holds. */
  readonly scopes?: readonly string[]
  /** The toolset that it was made for. */
  readonly toolset?: string
  /** When it ends, epoch milliseconds. */
  readonly expiresAtMs?: number
}
