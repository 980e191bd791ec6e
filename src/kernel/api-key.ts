/** What is known of an API key. The key itself is shown once and never stored. */
export interface ApiKey {
  /** The public part, safe to print and to log. */
  readonly id: string
  readonly client: string
  readonly createdAtMs: number
  readonly revokedAtMs: number | undefined
}

/** API keys as hashes. Synchronous: it is asked at every request. */
export interface KeyStore {
  add(key: ApiKey, hash: Buffer): void
  /** The hash and client of a key that is not revoked. */
  find(id: string): { readonly client: string; readonly hash: Buffer } | undefined
  list(): readonly ApiKey[]
  /** Whether there was such a key to revoke. */
  revoke(id: string, nowMs: number): boolean
}
