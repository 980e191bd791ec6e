import canonicalize from 'canonicalize'
import { hash } from 'node:crypto'

import { keyedHash } from './keyed-hash.ts'

/** What JSON can say, and nothing else. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [field: string]: Json | undefined }

/**
 * RFC 8785 canonical JSON: two values that mean the same give the same text, and two that differ never do. Throws on
 * what JSON cannot say, such as NaN, a lone surrogate, a Map or nothing at all, because it would vanish from a digest.
 */
export function canonicalJson(value: unknown): string {
  refuseOpaque(value)
  const text = canonicalize(value)
  if (text === undefined) throw new Error('This value cannot be written as JSON.')
  return text
}

/** A Map, a Set or an object with a private inside is `{}` to JSON, so that any two would have the same digest. */
function refuseOpaque(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if ('toJSON' in value && typeof value.toJSON === 'function') return
  const prototype: unknown = Object.getPrototypeOf(value)
  if (!Array.isArray(value) && prototype !== null && prototype !== Object.prototype)
    throw new Error(`A ${value.constructor.name} cannot be written as JSON.`)
  for (const inner of Object.values(value)) refuseOpaque(inner)
}

/** SHA-256 over canonical JSON, in lower-case hex. */
export function digestOf(value: unknown): string {
  return hash('sha256', canonicalJson(value))
}

/** HMAC-SHA-256 over canonical JSON, in lower-case hex: findable by whoever has the key, unreadable to others. */
export function keyedDigestOf(key: Uint8Array, value: unknown): string {
  return keyedHash(key, canonicalJson(value))
}
