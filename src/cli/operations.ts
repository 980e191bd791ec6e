import type { Entry } from '../kernel/ledger.ts'
import type { Operation, StoredEnd } from '../kernel/operation.ts'
import { nearest } from '../kernel/nearest.ts'
import { systemClock } from '../system-clock.ts'
import { CONFIG_OPTION, JSON_OPTION, textOf, type Command, type Invocation } from './command.ts'
import { configFile, readConfig } from './deployment.ts'
import { runHint } from './program.ts'
import { operator } from './stop-writes.ts'
import { table } from './table.ts'
import { note, painter, print, printJson } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { withJournal } from './with-journal.ts'
import type { Journal } from '../kernel/journal.ts'

/** Lists and resolves what is in doubt. */
export const operations: Command = {
  name: 'operations',
  summary: 'list what is in doubt after a crash, and say what became of it',
  usage: [
    'operations list [--json]',
    'operations resolve CALL succeeded|failed --note TEXT [--json]',
  ],
  details: [
    'A change whose process died in the middle, or whose tool could not say what came of it, is in',
    'doubt: it is never tried again by itself, and never forgotten. Find out what happened, for',
    'example at the provider, and say so; whoever asks again is answered by that from then on.',
  ],
  options: {
    config: CONFIG_OPTION,
    note: { value: 'TEXT', about: 'how you know, for the record' },
    json: JSON_OPTION,
  },
  examples: ['operations list', 'operations resolve 7h2kq9zd succeeded --note "seen in the books"'],
  takesWords: true,
  async run(invocation) {
    const [verb = 'list', ...words] = invocation.words
    if (verb === 'list' && words.length === 0) return list(invocation)
    if (verb === 'resolve') return resolve(invocation, words)
    const likely = nearest(verb, ['list', 'resolve'])
    throw new UsageError(
      likely && words.length > 0
        ? `There is no "operations ${verb}". Did you mean "operations ${likely}"?`
        : 'Say what to do: operations list, or operations resolve CALL succeeded|failed.',
    )
  },
}

async function list({ values, terminal }: Invocation): Promise<number> {
  const config = await readConfig(values)
  const found = await withJournal(config, async ({ journal }) => {
    await journal.sweep(systemClock.now())
    return journal.inDoubt()
  })
  if (values['json']) printJson(terminal, found.map(dataOf))
  else if (found.length === 0) print(terminal, 'Nothing is in doubt.')
  else {
    const rows = found.map(({ call, tool, scope }) => [call, tool, clientIn(scope)])
    print(terminal, table(['CALL', 'TOOL', 'CLIENT'], rows, painter(terminal.out)))
    const file = configFile(values)
    note(terminal, `\nWhat is known of one: ${runHint(`audit call ${found[0]?.call}`, file)}`)
  }
  return 0
}

function dataOf({ call, tool, scope, operationKey }: Operation) {
  return { call, tool, client: clientIn(scope), operationKey }
}

function clientIn(scope: string): string {
  const parts: unknown = JSON.parse(scope)
  return Array.isArray(parts) ? String(parts[0]) : ''
}

async function resolve(
  { values, terminal }: Invocation,
  [call, as, ...more]: readonly string[],
): Promise<number> {
  if (call === undefined || more.length > 0 || (as !== 'succeeded' && as !== 'failed'))
    throw new UsageError('Say which call, and what became of it: succeeded or failed.')
  const why = textOf(values, 'note')
  if (!why) throw new UsageError('Say how you know, with --note TEXT.')
  const config = await readConfig(values)
  const resolved = await withJournal(config, ({ journal }) => resolveIn(journal, call, as, why))
  if (!resolved) throw new UsageError(`No call "${call}" is in doubt. See: operations list`)
  if (values['json']) printJson(terminal, { call, as })
  else print(terminal, `${call} is on record as ${as}.`)
  return 0
}

async function resolveIn(
  journal: Journal,
  call: string,
  as: 'succeeded' | 'failed',
  why: string,
): Promise<boolean> {
  const found = journal.inDoubt().find((one) => one.call === call)
  if (!found) return false
  const body = { event: 'resolved', tool: found.tool, as, by: operator(), note: why } as const
  const entry: Entry = { kind: 'operation', atMs: systemClock.now(), run: null, call, body }
  return journal.resolve(call, ENDS[as], [entry])
}

/** What whoever asks again is told. */
const ENDS: Readonly<Record<'succeeded' | 'failed', StoredEnd>> = {
  succeeded: {
    kind: 'success',
    answer: {
      text: 'A colleague has checked, and it did go through.',
      value: { resolved: 'succeeded' },
      attachments: [],
    },
  },
  failed: {
    kind: 'failure',
    code: 'conflict',
    message:
      'A colleague has checked, and it did not go through. Ask whether it is still wanted, and make a new request.',
  },
}
