import { createPublicKey, type KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'

import { plainText } from '../audit/plain-text.ts'
import type { Config } from '../config/config.ts'
import { Problems } from '../kernel/catalog.ts'
import { houseKeys } from '../store/house-keys.ts'
import { keyFile } from '../store/places.ts'
import { keyId } from '../store/sqlite/checkpoint.ts'
import { readTextFile } from './catalogue-file.ts'
import type { Invocation } from './command.ts'
import { readConfig } from './deployment.ts'
import { print, printJson } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Prints the public key, to be kept elsewhere. */
export async function printKey({ values, words, terminal }: Invocation): Promise<number> {
  if (words.length > 0) throw new UsageError(`"${words[0]}" is one word too many.`)
  const key = ownKey(await readConfig(values))
  if (!key) throw new Problems(['There is no key yet. The first start makes it.'])
  const pem = String(key.export({ format: 'pem', type: 'spki' })).trim()
  if (values['json']) printJson(terminal, { id: keyId(key), publicKey: pem })
  else print(terminal, pem)
  return 0
}

/** Reading must not make one: a new key would call every checkpoint foreign. */
export function ownKey({ server }: Config): KeyObject | undefined {
  const file = keyFile(server.dataDir)
  if (!existsSync(file)) return undefined
  try {
    return houseKeys(file).verifying
  } catch (error) {
    throw new Problems([error instanceof Error ? plainText(error.message) : String(error)])
  }
}

/** A key that `audit key` printed. */
export function keyIn(file: string): KeyObject {
  const key = parsed(readTextFile(file))
  if (key?.asymmetricKeyType !== 'ed25519')
    throw new Problems([`${file} is no public key of toolcrib. "audit key" prints one.`])
  return key
}

function parsed(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem)
  } catch {
    return undefined
  }
}
