import type { CallBody, Decision, ResultBody } from '../kernel/ledger.ts'
import type { StoredRow } from './open-ledger.ts'
import { plainText } from './plain-text.ts'
import { readEntry, type StoredEntry } from './read-entry.ts'

/** One thing that happened in a conversation, in the words of a person. */
export interface TrailLine {
  readonly seq: number
  readonly atMs: number
  readonly call: string | null
  /** `ok`: done · `asked`, `refused`, `doubt` · `note`: what happened beside the calls. */
  readonly mood: 'ok' | 'asked' | 'refused' | 'doubt' | 'note'
  readonly text: string
}

/** A conversation's rows as its story, in their order. A call and its result are one line. */
export function trailOf(rows: readonly StoredRow[]): readonly TrailLine[] {
  const entries = rows.flatMap((row) => readEntry(row) ?? [])
  const results = new Map(
    entries.flatMap((entry) =>
      entry.kind === 'result' ? [[entry.call, entry.body] as const] : [],
    ),
  )
  return entries.flatMap((entry) => lineOf(entry, results))
}

function lineOf(
  entry: StoredEntry,
  results: ReadonlyMap<string | null, ResultBody>,
): readonly TrailLine[] {
  const told = tell(entry, results)
  if (!told) return []
  const { seq, atMs, call } = entry
  return [{ seq, atMs, call, mood: told.mood, text: plainText(told.text) }]
}

type Told = Pick<TrailLine, 'mood' | 'text'>

function tell(
  entry: StoredEntry,
  results: ReadonlyMap<string | null, ResultBody>,
): Told | undefined {
  switch (entry.kind) {
    case 'run':
      return note(`begins: client ${entry.body.client}${forUser(entry.body.user)}`)
    case 'call':
      return tellCall(entry.body, entry.body.result ?? results.get(entry.call))
    case 'result':
      return undefined
    case 'grant':
      return note(`granted: ${entry.body.grantKind} ${entry.body.subject}`)
    case 'clearance':
      return note(tellClearance(entry.body))
    case 'operation':
      return tellOperation(entry.body)
    case 'compensation':
      return note(`${entry.body.tool}: ${entry.body.step} was undone, ${entry.body.outcome}`)
    default:
      return note(`${entry.body.what} changed to ${entry.body.to}`)
  }
}

function note(text: string): Told {
  return { mood: 'note', text }
}

function forUser(user: string | null): string {
  return user === null ? '' : `, for ${user}`
}

function tellCall(body: CallBody, result: ResultBody | undefined): Told {
  const { tool, decision } = body
  const what = `${tool} ${JSON.stringify(body.arguments)}`
  if (!result)
    return {
      mood: 'doubt',
      text: `${what}: no result was recorded, so it is in doubt${why(decision)}`,
    }
  const took = `${result.latencyMs} ms`
  return {
    mood: moodOf(decision, result),
    text: `${what}: ${result.outcome} in ${took}${why(decision)}`,
  }
}

function moodOf({ verdict }: Decision, { outcome }: ResultBody): TrailLine['mood'] {
  if (outcome === 'in_doubt') return 'doubt'
  if (verdict === 'asked') return 'asked'
  return outcome === 'success' ? 'ok' : 'refused'
}

/** What decided, and by which proof and grant. */
function why({ verdict, rule, gate, proof, grant }: Decision): string {
  const parts = [
    `${verdict} by ${rule}`,
    ...(gate !== null && gate !== 'auto' ? [`gate ${gate}`] : []),
    ...(proof !== null && proof !== 'none' ? [`proof ${proof}`] : []),
    ...(grant === null ? [] : [`covered by ${grant}`]),
  ]
  return ` (${parts.join(', ')})`
}

function tellClearance({
  event,
  kind,
  tool,
  why,
}: Extract<StoredEntry, { kind: 'clearance' }>['body']) {
  const words = {
    issued: `${tool}: a ${kind} confirmation was asked for`,
    not_delivered: `${tool}: the code could not be delivered`,
    wrong_code: `${tool}: a wrong code was given`,
    void: `${tool}: the confirmation was voided`,
  }
  return `${words[event]}${why === null ? '' : ` (${why})`}`
}

function tellOperation({
  event,
  tool,
  as,
  by,
  note: how,
}: Extract<StoredEntry, { kind: 'operation' }>['body']): Told {
  if (event === 'in_doubt')
    return { mood: 'doubt', text: `${tool}: found broken off, so it is in doubt` }
  return note(
    `${tool}: resolved as ${as}${by === null ? '' : ` by ${by}`}${how === null ? '' : `: ${how}`}`,
  )
}
