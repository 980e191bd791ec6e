import { createPublicKey, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'

import { verifyLedger, type Verification } from '../audit/verify.ts'
import type { Config } from '../config/config.ts'
import { Problems } from '../kernel/catalog.ts'
import { houseKeys } from '../store/house-keys.ts'
import { keyFile } from '../store/places.ts'
import { textOf, type Invocation, type Values } from './command.ts'
import { counted } from './counted.ts'
import { readConfig } from './deployment.ts'
import { painter, print, printJson, type Paint } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { withLedger } from './with-ledger.ts'

/** Exits with 1 when somebody has changed what was written. */
export async function verify({ values, words, terminal }: Invocation): Promise<number> {
  if (words.length > 0) throw new UsageError(`"${words[0]}" is one word too many.`)
  const config = await readConfig(values)
  const found = await withLedger(config, (ledger) =>
    verifyLedger({
      ledger,
      verifying: verifyingKey(values, config),
      outside: outsideLines(values, config),
    }),
  )
  if (values['json']) printJson(terminal, found)
  else print(terminal, said(found, painter(terminal.out)))
  return found.ok ? 0 : 1
}

/** Prints the public key, to be kept elsewhere. */
export async function printKey({ values, words, terminal }: Invocation): Promise<number> {
  if (words.length > 0) throw new UsageError(`"${words[0]}" is one word too many.`)
  const key = ownKey(await readConfig(values))
  if (!key) throw new Problems(['There is no key yet. The first start makes it.'])
  print(terminal, String(key.export({ format: 'pem', type: 'spki' })).trim())
  return 0
}

function verifyingKey(values: Values, config: Config): KeyObject | undefined {
  const file = textOf(values, 'public-key')
  if (file === undefined) return ownKey(config)
  try {
    return createPublicKey(readFileSync(file))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Problems([`${file} is no public key: ${why}`])
  }
}

/** Reading must not make one: a new key would call every checkpoint foreign. */
function ownKey({ server }: Config): KeyObject | undefined {
  const file = keyFile(server.dataDir)
  return existsSync(file) ? houseKeys(file).verifying : undefined
}

function outsideLines(values: Values, { server }: Config): readonly string[] | undefined {
  const named = textOf(values, 'checkpoints')
  const file = named ?? server.checkpointFile
  if (file === undefined) return undefined
  if (!existsSync(file)) {
    if (named !== undefined) throw new Problems([`${file} does not exist.`])
    return []
  }
  return readFileSync(file, 'utf8').split('\n')
}

function said(found: Verification, paint: Paint): string {
  const { ok, rows, breaks, checkpoints, limits } = found
  const verdict = ok
    ? paint('green', `The ledger is sound: ${counted(rows, 'row')} in one unbroken chain.`)
    : paint(
        'red',
        `The ledger was changed: ${counted(breaks.length, 'break')} in ${counted(rows, 'row')}.`,
      )
  const { inside, outside } = checkpoints
  return [
    verdict,
    `Checkpoints that agree with it: ${inside} beside the ledger, ${outside} from outside.`,
    ...breaks.map(({ seq, what }) => (seq === null ? what : `Row ${seq}: ${what}`)),
    ...limits.map((limit) => paint('dim', limit)),
  ].join('\n')
}
