import type { Json } from '../kernel/canonical-json.ts'
import type { CallBody, Decision, ResultBody } from '../kernel/ledger.ts'
import type { Mood, Told } from './told.ts'

/** A call, its decision and what came of it. */
export function tellCall(body: CallBody, result: ResultBody | undefined): Told {
  const { tool, user, decision } = body
  return {
    mood: moodOf(decision, result),
    text: [tool, ...shortArguments(body.arguments)].join(' '),
    details: [
      result
        ? `${result.outcome} in ${result.latencyMs} ms`
        : 'no result was recorded, so it is in doubt unless it still runs',
      ...why(decision),
      ...(user === null ? [] : [`for ${user}`]),
    ],
  }
}

function moodOf({ verdict }: Decision, result: ResultBody | undefined): Mood {
  if (!result || result.outcome === 'in_doubt') return 'doubt'
  if (verdict === 'asked' || verdict === 'refused') return verdict
  return result.outcome === 'success' ? 'done' : 'failed'
}

/** What decided, and by which proof, confirmation and grant. */
function why({ verdict, rule, gate, proof, clearance, grant }: Decision): readonly string[] {
  return [
    verdict === 'replayed' ? `answered from the record (${rule})` : `${verdict} by ${rule}`,
    ...(gate === null || gate === 'auto' ? [] : [`gate ${gate}`]),
    ...(proof === null || proof === 'none' ? [] : [`proof ${proof}`]),
    ...(clearance === null
      ? []
      : [`confirmation ${clearance}${verdict === 'allowed' ? ' used' : ''}`]),
    ...(grant === null ? [] : [`covered by ${grant}`]),
  ]
}

/** Longer than this a call would fill the screen; `audit call` shows all. */
const LONGEST = 160

/** As they are typed for `toolcrib call`. What is masked needs no quotes. */
function shortArguments(given: Json): readonly string[] {
  const shown =
    typeof given === 'object' && given !== null && !Array.isArray(given)
      ? Object.entries(given).map(([name, value]) => `${name}=${shortValue(value)}`)
      : [shortValue(given)]
  const line = shown.join(' ')
  if (line === '') return []
  const signs = Array.from(line)
  return [signs.length <= LONGEST ? line : `${signs.slice(0, LONGEST).join('')}…`]
}

function shortValue(value: unknown): string {
  return typeof value === 'string' && /^\[[a-z ]+\d*\]$/.test(value) ? value : JSON.stringify(value)
}
