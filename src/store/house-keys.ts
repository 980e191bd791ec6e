import {
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * The deployment's own keys, one for each purpose. They come from one file that is not the database, so that whoever
 * reads or rewrites the database alone can neither look up an argument, make a code, nor sign a checkpoint.
 */
export interface HouseKeys {
  /** For keyed hashes of arguments and results. */
  readonly record: Buffer
  /** For confirmation codes. */
  readonly codes: Buffer
  /** For state that travels through a client. */
  readonly state: Buffer
  /** For the seals on operators' decisions. */
  readonly approvals: Buffer
  /** For checkpoints of the ledger: Ed25519. */
  readonly signing: KeyObject
  readonly verifying: KeyObject
}

const SECRET_BYTES = 32

/** What stands in front of 32 secret bytes in the PKCS #8 form of an Ed25519 key (RFC 8410). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Reads the keys' file, and makes it where there is none. Throws when it holds anything else than a secret. */
export function houseKeys(file: string): HouseKeys {
  const secret = Buffer.from(readOrMake(file), 'hex')
  if (secret.byteLength !== SECRET_BYTES)
    throw new Error(`${file} is not a key file of toolcrib: it must hold 64 hexadecimal digits.`)
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `toolcrib ${purpose} v1`, SECRET_BYTES))
  const signing = createPrivateKey({
    key: Buffer.concat([ED25519_PKCS8, derive('checkpoints')]),
    format: 'der',
    type: 'pkcs8',
  })
  return Object.freeze({
    record: derive('record'),
    codes: derive('codes'),
    state: derive('state'),
    approvals: derive('approvals'),
    signing,
    verifying: createPublicKey(signing),
  })
}

function readOrMake(file: string): string {
  const known = read(file)
  if (known !== undefined) return known
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, `${randomBytes(SECRET_BYTES).toString('hex')}\n`, {
    mode: 0o600,
    flag: 'wx',
  })
  try {
    // Linking fails when another process was first, so that two never go on with different keys.
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return read(file) ?? ''
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
