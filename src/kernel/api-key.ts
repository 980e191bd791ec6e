/** What is known of a key. The key itself is shown once and never stored. */
export interface ApiKey {
  /** The public part, safe to print and to log. */
  readonly id: string
  /** The client or the operator whom it lets in. */
  readonly holder: string
  readonly createdAtMs: number
  readonly revokedAtMs: number | undefined
}

/** Keys of one kind, as hashes. Synchronous: it is asked at every request. */
export interface KeyStore {
  add(key: ApiKey, hash: Buffer): void
  /** The hash and holder of a key that is not revoked. */
  find(id: string): { readonly holder: string; readonly hash: Buffer } | undefined
  list(): readonly ApiKey[]
  /** Whether there was such a key to revoke. */
  revoke(id: string, nowMs: number): boolean
}
