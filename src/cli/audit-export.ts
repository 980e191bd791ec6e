import { finished } from 'node:stream/promises'

import { exportLine } from '../audit/export-row.ts'
import type { Ledger, StoredRow } from '../audit/open-ledger.ts'
import { textOf, type Invocation } from './command.ts'
import { readConfig } from './deployment.ts'
import { runNamed } from './run-named.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { withLedger } from './with-ledger.ts'

/** Every row, or every row of a conversation, one line of JSON each. */
export async function exportRows({ values, words, terminal }: Invocation): Promise<number> {
  if (words.length > 0) throw new UsageError(`"${words[0]}" is one word too many.`)
  const since = textOf(values, 'since')
  if (since !== undefined && !/^\d{1,15}$/.test(since))
    throw new UsageError(`--since must be the number of a row, not "${since}".`)
  const name = textOf(values, 'conversation')
  return withLedger(await readConfig(values), async (ledger) => {
    const from = since === undefined ? undefined : Number(since)
    const rows = name === undefined ? ledger.rows(from) : ledger.ofRun(runNamed(name, ledger), from)
    await writeLines(rows, terminal)
    return 0
  })
}

async function writeLines(rows: ReturnType<Ledger['rows']>, { out }: Terminal): Promise<void> {
  // A reader such as `head` may stop reading early; then there is nobody to wait for.
  const left = finished(out, { readable: false }).catch(() => {})
  for (const lines of inPages(rows)) {
    if (out.destroyed) return
    if (out.write(`${lines.join('\n')}\n`)) continue
    await Promise.race([new Promise((resolve) => out.once('drain', resolve)), left])
  }
}

/** Some rows at a time: a ledger does not fit into memory, and a line at a time is slow. */
function* inPages(rows: Iterable<StoredRow>): Generator<readonly string[]> {
  let page: string[] = []
  for (const row of rows) {
    page.push(exportLine(row))
    if (page.length === 500) {
      yield page
      page = []
    }
  }
  if (page.length > 0) yield page
}
