import { exportLine } from '../audit/export-row.ts'
import type { Ledger, StoredRow } from '../audit/open-ledger.ts'
import { plainText } from '../audit/plain-text.ts'
import { readEntry } from '../audit/read-entry.ts'
import { trailOf, type TrailLine } from '../audit/trail.ts'
import { nearest } from '../kernel/nearest.ts'
import { textOf, type Invocation } from './command.ts'
import { readConfig } from './deployment.ts'
import { painter, print, printJson, type Paint } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { withLedger } from './with-ledger.ts'

/** One conversation's story. */
export async function trail({ values, words, terminal }: Invocation): Promise<number> {
  const [name, ...more] = words
  if (name === undefined || more.length > 0)
    throw new UsageError('Say which conversation, as CLIENT/HANDLE or by its handle.')
  return withLedger(await readConfig(values), (ledger) => {
    const run = runNamed(name, ledger.runs())
    const lines = trailOf(ledger.ofRun(run))
    if (values['json']) printJson(terminal, { conversation: run, lines })
    else {
      const paint = painter(terminal.out)
      print(
        terminal,
        [paint('bold', plainText(run)), ...lines.map((line) => said(line, paint))].join('\n'),
      )
    }
    return 0
  })
}

function runNamed(name: string, runs: readonly string[]): string {
  const found = runs.includes(name) ? [name] : runs.filter((run) => run.endsWith(`/${name}`))
  const [only, ...others] = found
  if (only !== undefined && others.length === 0) return only
  if (only !== undefined)
    throw new UsageError(`Several clients have a conversation "${name}": ${found.join(', ')}.`)
  const likely = nearest(name, runs)
  throw new UsageError(
    `No conversation "${name}" is on record. ${likely === undefined ? `There are ${runs.length}.` : `Did you mean "${likely}"?`}`,
  )
}

const COLOURS = {
  ok: 'green',
  asked: 'cyan',
  refused: 'yellow',
  doubt: 'red',
  note: 'dim',
} as const satisfies Record<TrailLine['mood'], string>

function said({ atMs, call, mood, text }: TrailLine, paint: Paint): string {
  const time = new Date(atMs).toISOString().replace('T', ' ').replace('Z', '')
  return `${time}  ${paint(COLOURS[mood], text)}${call === null ? '' : paint('dim', `  ${call}`)}`
}

/** Everything about one call, as it is stored. */
export async function call({ values, words, terminal }: Invocation): Promise<number> {
  const [id, ...more] = words
  if (id === undefined || more.length > 0) throw new UsageError('Say which call, by its id.')
  return withLedger(await readConfig(values), (ledger) => {
    const rows = ledger.ofCall(id)
    if (rows.length === 0)
      throw new UsageError(`No call "${id}" is on record. Its id is in the log, as "call".`)
    if (values['json']) printJson(terminal, rows.map(shown))
    else {
      const paint = painter(terminal.out)
      print(terminal, rows.map((row) => sayRow(row, paint)).join('\n\n'))
    }
    return 0
  })
}

function shown(row: StoredRow) {
  const { seq, at, kind, run, body } = row
  const entry = readEntry(row)
  return { seq, at: new Date(at).toISOString(), kind, conversation: run, body: entry?.body ?? body }
}

function sayRow(row: StoredRow, paint: Paint): string {
  const { seq, at, kind, conversation, body } = shown(row)
  const place = conversation === null ? '' : `, ${plainText(conversation)}`
  const text = JSON.stringify(body, undefined, 2).split('\n').map(plainText).join('\n')
  return `${paint('bold', `${kind} (row ${seq})`)}  ${at}${place}\n${text}`
}

/** Every row, one line of JSON each. */
export async function exportRows({ values, words, terminal }: Invocation): Promise<number> {
  if (words.length > 0) throw new UsageError(`"${words[0]}" is one word too many.`)
  const since = textOf(values, 'since') ?? '1'
  if (!/^\d+$/.test(since))
    throw new UsageError(`--since must be the number of a row, not "${since}".`)
  return withLedger(await readConfig(values), async (ledger) => {
    for (const lines of inPages(ledger, Number(since)))
      if (!terminal.out.write(`${lines.join('\n')}\n`))
        await new Promise((resolve) => terminal.out.once('drain', resolve))
    return 0
  })
}

/** Some rows at a time: a ledger does not fit into memory, and a line at a time is slow. */
function* inPages(ledger: Ledger, since: number): Generator<readonly string[]> {
  let page: string[] = []
  for (const row of ledger.rows(since)) {
    page.push(exportLine(row))
    if (page.length === 500) {
      yield page
      page = []
    }
  }
  if (page.length > 0) yield page
}
