import { isoTime } from '../audit/iso-time.ts'
import type { StoredRow } from '../audit/open-ledger.ts'
import { plainJson, plainText } from '../audit/plain-text.ts'
import { bodyOf } from '../audit/read-entry.ts'
import { trailOf } from '../audit/trail.ts'
import type { Invocation } from './command.ts'
import { readConfig } from './deployment.ts'
import { painter, print, type Paint } from './terminal.ts'
import { trailText } from './trail-text.ts'
import { UsageError } from './usage-error.ts'
import { withLedger } from './with-ledger.ts'

/** Everything about one call: what happened, and each row as it is stored. */
export async function call({ values, words, terminal }: Invocation): Promise<number> {
  const [id, ...more] = words
  if (id === undefined || more.length > 0) throw new UsageError('Say which call, by its id.')
  return withLedger(await readConfig(values), (ledger) => {
    const rows = ledger.ofCall(id)
    if (rows.length === 0)
      throw new UsageError(
        `No call "${plainText(id)}" is on record. Its id is in the log, as "call".`,
      )
    if (values['json']) print(terminal, plainJson(rows.map(dataOf), 2))
    else {
      const paint = painter(terminal.out)
      const parts = [trailText(trailOf(rows), paint), ...rows.map((row) => sayRow(row, paint))]
      print(terminal, parts.join('\n\n'))
    }
    return 0
  })
}

function dataOf({ seq, at, kind, run, body }: StoredRow) {
  return { seq, at: isoTime(at), kind, conversation: run, body: bodyOf(body) }
}

function sayRow(row: StoredRow, paint: Paint): string {
  const { seq, at, kind, conversation, body } = dataOf(row)
  const place = conversation === null ? [] : [plainText(conversation)]
  const head = [paint('bold', `Row ${seq}: ${plainText(kind)}`), at, ...place]
  return `${head.join(' · ')}\n${plainJson(body, 2)}`
}
