import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

import type { KeyStore } from '../kernel/api-key.ts'
import type { Authenticator } from './authenticate.ts'

/** `tck_<id>_<secret>`: the id finds the row, the secret is 256 random bits. */
const FORM = /^tck_([a-z0-9]{8})_([A-Za-z0-9_-]{43})$/

/** A plain SHA-256 is enough: the secret is random and long, so there is nothing to guess from a stolen hash. */
const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest()

/** Makes a key for `client`, stores its hash and answers the key. This is the only time it can be seen. */
export function addKey(store: KeyStore, client: string, nowMs: number): string {
  const id = Array.from(randomBytes(8), (byte) => (byte % 36).toString(36)).join('')
  const key = `tck_${id}_${randomBytes(32).toString('base64url')}`
  store.add({ id, client, createdAtMs: nowMs, revokedAtMs: undefined }, hashOf(key))
  return key
}

/** Keys made with `toolcrib keys add`. The store is asked at every call, so a revoked key ends at once. */
export function storedKeys(store: KeyStore): Authenticator {
  return (credential) => {
    if (credential.kind !== 'bearer') return undefined
    const id = FORM.exec(credential.token)?.[1]
    const row = id === undefined ? undefined : store.find(id)
    return row && timingSafeEqual(row.hash, hashOf(credential.token)) ? row.client : undefined
  }
}

/** Keys that a secret manager supplies: client name → key. They are hashed here, and the keys not kept. */
export function suppliedKeys(secrets: ReadonlyMap<string, string>): Authenticator {
  const hashes = [...secrets].map(([client, key]) => ({ client, hash: hashOf(key) }))
  return (credential) => {
    if (credential.kind !== 'bearer') return undefined
    const hash = hashOf(credential.token)
    return hashes.find((known) => timingSafeEqual(known.hash, hash))?.client
  }
}
