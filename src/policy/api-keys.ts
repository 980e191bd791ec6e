import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

import type { ApiKey, KeyStore } from '../kernel/api-key.ts'
import type { Authenticator } from './authenticate.ts'

/** `tck` is a client's key and `tco` an operator's, so that neither can pass for the other, not even by mistake. */
export type KeyKind = 'tck' | 'tco'

/** `tck_<id>_<secret>`: the id finds the row, the secret is 256 random bits. */
const FORM = /^(tck|tco)_([a-z0-9]{8})_([A-Za-z0-9_-]{43})$/

/** A plain SHA-256 is enough: the secret is random and long, so there is nothing to guess from a stolen hash. */
const hashOf = (key: string): Buffer => hash('sha256', key, 'buffer')

/** Makes a key for `holder`, stores its hash and answers the key. This is the only time it can be seen. */
export function addKey(store: KeyStore, kind: KeyKind, holder: string, nowMs: number): string {
  const id = Array.from(randomBytes(8), (byte) => (byte % 36).toString(36)).join('')
  const key = `${kind}_${id}_${randomBytes(32).toString('base64url')}`
  store.add({ id, holder, createdAtMs: nowMs, revokedAtMs: undefined }, hashOf(key))
  return key
}

/** Whose key it is, if it is a good one of this kind. The store is asked each time, so a revoked key ends at once. */
export function holderOf(store: KeyStore, kind: KeyKind, token: string): string | undefined {
  return goodKey(store, kind, token)?.holder
}

function goodKey(
  store: KeyStore,
  kind: KeyKind,
  token: string,
): Pick<ApiKey, 'id' | 'holder'> | undefined {
  const [, prefix, id] = FORM.exec(token) ?? []
  if (prefix !== kind || id === undefined) return undefined
  const row = store.find(id)
  return row && timingSafeEqual(row.hash, hashOf(token)) ? { id, holder: row.holder } : undefined
}

/** The public part of a key, so that a whole one can be pasted where its id is asked for, and is not repeated. */
export function keyIdIn(text: string): string {
  return FORM.exec(text)?.[2] ?? text
}

/** Keys made with `toolcrib keys add`. */
export function storedKeys(store: KeyStore): Authenticator {
  return (credential) => {
    if (credential.kind !== 'bearer') return undefined
    const key = goodKey(store, 'tck', credential.token)
    return key && { client: key.holder, by: 'key', credential: key.id }
  }
}

/** Keys that a secret manager supplies: client name → key. One for each client; they are hashed here, and not kept. */
export function suppliedKeys(secrets: ReadonlyMap<string, string>): Authenticator {
  const hashes = [...secrets].map(([client, key]) => ({ client, hash: hashOf(key) }))
  return (credential) => {
    if (credential.kind !== 'bearer' || hashes.length === 0) return undefined
    const hash = hashOf(credential.token)
    const known = hashes.find((each) => timingSafeEqual(each.hash, hash))
    return known && { client: known.client, by: 'key' }
  }
}
