import { createHash, sign, verify, type KeyObject } from 'node:crypto'
import * as z from 'zod'

import { canonicalJson } from '../../kernel/canonical-json.ts'
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

const checkpoint = z.strictObject({
  v: z.literal(1),
  seq: z.int().min(1),
  at: z.int(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  key: z.string(),
  signature: z.string(),
})

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

/** The checkpoint in one line of the second place's file; `undefined` when there is none in it. */
export function readCheckpoint(line: string): Checkpoint | undefined {
  try {
    return checkpoint.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
