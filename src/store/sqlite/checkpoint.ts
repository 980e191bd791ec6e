import { createHash, sign, verify, type KeyObject } from 'node:crypto'

import { canonicalJson } from '../../kernel/canonical-json.ts'
import { isRecord } from '../../kernel/json.ts'
import type { ChainHead } from './ledger-rows.ts'

/** Where the chain stood at a time, signed: whoever keeps it elsewhere can tell a cut or a rewritten ledger by it. */
export interface Checkpoint {
  readonly v: 1
  readonly seq: number
  /** Epoch milliseconds. */
  readonly at: number
  /** The hash of that row, in hex. */
  readonly hash: string
  /** Which key has signed: the beginning of its SHA-256, in hex. */
  readonly key: string
  /** Ed25519 over the canonical JSON of the others, in base64. */
  readonly signature: string
}

const FIELDS = 'at,hash,key,seq,signature,v'

/** By hand, because the writer's thread reads it, and would read a hundred files of zod at every start. */
function isCheckpoint(value: unknown): value is Checkpoint {
  if (!isRecord(value) || Object.keys(value).toSorted().join() !== FIELDS) return false
  const { v, seq, at, hash, key, signature } = value
  return (
    v === 1 &&
    Number.isSafeInteger(seq) &&
    Number(seq) >= 1 &&
    Number.isSafeInteger(at) &&
    typeof hash === 'string' &&
    /^[0-9a-f]{64}$/.test(hash) &&
    typeof key === 'string' &&
    typeof signature === 'string'
  )
}

export function signCheckpoint({ seq, hash }: ChainHead, at: number, signing: Signing): Checkpoint {
  const unsigned = { v: 1, seq, at, hash: hash.toString('hex'), key: signing.id } as const
  const signature = sign(null, Buffer.from(canonicalJson(unsigned)), signing.key)
  return { ...unsigned, signature: signature.toString('base64') }
}

/** A private key and its name. */
export interface Signing {
  readonly key: KeyObject
  readonly id: string
}

/** Whether the checkpoint was signed by this key. */
export function isSignedBy({ signature, ...unsigned }: Checkpoint, verifying: KeyObject): boolean {
  const signed = Buffer.from(canonicalJson(unsigned))
  return verify(null, signed, verifying, Buffer.from(signature, 'base64'))
}

/** The name of a key: of its public part, so that both halves have the same. */
export function keyId(verifying: KeyObject): string {
  const der = verifying.export({ format: 'der', type: 'spki' })
  return createHash('sha256').update(der).digest('hex').slice(0, 16)
}

/** The checkpoint in one row of the table beside the ledger; `undefined` when there is none in it. */
export function storedIn(row: unknown): Checkpoint | undefined {
  if (!isRecord(row)) return undefined
  const { seq, at, hash, key, signature } = row
  if (!Buffer.isBuffer(hash) || !Buffer.isBuffer(signature)) return undefined
  const bytes = { hash: hash.toString('hex'), signature: signature.toString('base64') }
  const found = { v: 1, seq, at, key, ...bytes }
  return isCheckpoint(found) ? found : undefined
}

/** The line of the second place's file. Always the same for a checkpoint, so that one that was torn can be told. */
export function checkpointLine({ v, seq, at, hash, key, signature }: Checkpoint): string {
  return JSON.stringify({ v, seq, at, hash, key, signature })
}

/** The checkpoint in such a line; `undefined` when there is none in it. */
export function readCheckpoint(line: string): Checkpoint | undefined {
  try {
    const found: unknown = JSON.parse(line)
    return isCheckpoint(found) ? found : undefined
  } catch {
    return undefined
  }
}
