import { existsSync } from 'node:fs'

import { isoTime } from '../audit/iso-time.ts'
import { plainJson, plainText } from '../audit/plain-text.ts'
import { verifyLedger, type Verification } from '../audit/verify.ts'
import type { Config } from '../config/config.ts'
import { keyIn, ownKey } from './audit-key.ts'
import { readTextFile } from './catalogue-file.ts'
import { textOf, type Invocation, type Values } from './command.ts'
import { counted, sayNumber } from './counted.ts'
import { readConfig } from './deployment.ts'
import { painter, print, type Paint } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { withLedger } from './with-ledger.ts'

/** Exits with 1 when somebody has changed what was written. */
export async function verify({ values, words, terminal }: Invocation): Promise<number> {
  if (words.length > 0) throw new UsageError(`"${words[0]}" is one word too many.`)
  const config = await readConfig(values)
  const given = textOf(values, 'public-key')
  const outside = outsideLines(values, config)
  const found = await withLedger(config, (ledger) =>
    verifyLedger({
      ledger,
      verifying: given === undefined ? ownKey(config) : keyIn(given),
      isOwnKey: given === undefined,
      outside,
    }),
  )
  if (values['json']) print(terminal, plainJson(dataOf(found), 2))
  else print(terminal, textOfAll(found, painter(terminal.out)))
  return found.ok ? 0 : 1
}

function outsideLines(values: Values, { server }: Config): readonly string[] | undefined {
  const named = textOf(values, 'checkpoints')
  if (named !== undefined) return readTextFile(named).split('\n')
  const file = server.checkpointFile
  if (file === undefined) return undefined
  // It is made with the first checkpoint.
  return existsSync(file) ? readTextFile(file).split('\n') : []
}

function dataOf({ endedAtMs, ...rest }: Verification) {
  return { ...rest, endedAt: endedAtMs === null ? null : isoTime(endedAtMs) }
}

function textOfAll(found: Verification, paint: Paint): string {
  const { breaks, breakCount, checkpoints, limits } = found
  const untold = breakCount - breaks.length
  return [
    verdict(found, paint),
    ...breaks.map(({ seq, what }) =>
      plainText(seq === null ? `  ${what}` : `  Row ${seq}: ${what}`),
    ),
    ...(untold > 0 ? [`  And ${sayNumber(untold)} more.`] : []),
    `Checkpoints that agree: ${sayNumber(checkpoints.inside)} beside the ledger, ${sayNumber(checkpoints.outside)} from outside.`,
    '',
    paint('bold', 'What this cannot see'),
    ...limits.map((limit) => `  ${plainText(limit)}`),
  ].join('\n')
}

function verdict({ ok, rows, endedAtMs, breakCount }: Verification, paint: Paint): string {
  if (!ok)
    return paint('red', `NOT SOUND: ${counted(breakCount, 'break')} in ${counted(rows, 'row')}.`)
  const until = endedAtMs === null ? '' : `, the last of ${isoTime(endedAtMs)}`
  return paint('green', `Sound: ${counted(rows, 'row')} in one unbroken chain${until}.`)
}
