import type { CallBody, ResultBody } from '../kernel/ledger.ts'
import type { StoredRow } from './open-ledger.ts'
import { plainText } from './plain-text.ts'
import { readEntry, type StoredEntry } from './read-entry.ts'
import { tellBeside } from './tell-beside.ts'
import { tellCall } from './tell-call.ts'
import type { Told } from './told.ts'

/** One thing that happened in a conversation, and where it is on record. */
export interface TrailLine extends Told {
  readonly seq: number
  readonly atMs: number
  readonly call: string | null
}

/** A conversation's rows as its story, in their order and safe to print. A call and its result are one line. */
export function trailOf(rows: readonly StoredRow[]): readonly TrailLine[] {
  const results = resultsIn(rows)
  return rows.flatMap((row): readonly TrailLine[] => {
    const { seq, at, call } = row
    const told = tell(row, readEntry(row), results)
    if (!told) return []
    const safe = { text: plainText(told.text), details: told.details.map(plainText) }
    const id = call === null ? null : plainText(call)
    return [{ seq, atMs: at, call: id, mood: told.mood, ...safe }]
  })
}

/** The results that have a row of their own, by their calls, and the calls that are told already. */
interface Results {
  readonly ofCall: ReadonlyMap<string | null, ResultBody>
  /** The rows that are told with their calls. */
  readonly joined: ReadonlySet<number>
}

function resultsIn(rows: readonly StoredRow[]): Results {
  const entries = rows.flatMap((row) => readEntry(row) ?? [])
  const open = new Set(
    entries.flatMap((entry) =>
      entry.kind === 'call' && entry.body.result === null ? [entry.call] : [],
    ),
  )
  const ofCall = new Map<string | null, ResultBody>()
  const joined = new Set<number>()
  for (const entry of entries)
    if (entry.kind === 'result' && open.has(entry.call) && !ofCall.has(entry.call)) {
      ofCall.set(entry.call, entry.body)
      joined.add(entry.seq)
    }
  return { ofCall, joined }
}

function tell(row: StoredRow, entry: StoredEntry | undefined, results: Results): Told | undefined {
  if (!entry) return unreadable(row)
  if (entry.kind === 'call') return callWith(entry.call, entry.body, results)
  if (entry.kind !== 'result') return tellBeside(entry)
  if (results.joined.has(entry.seq)) return undefined
  const { outcome, latencyMs } = entry.body
  const text = 'A result without a call that was waiting for it'
  return { mood: 'doubt', text, details: [`${outcome} in ${latencyMs} ms`] }
}

function callWith(call: string | null, body: CallBody, { ofCall }: Results): Told {
  return tellCall(body, body.result ?? ofCall.get(call))
}

/** Leaving it out would hide that it is there. */
function unreadable({ kind }: StoredRow): Told {
  const text = `A row of kind ${kind} that cannot be read here`
  return { mood: 'doubt', text, details: ['audit verify says whether it was changed'] }
}
