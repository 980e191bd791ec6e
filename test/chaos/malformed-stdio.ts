import { NASTY_BODIES } from './corpus-bodies.ts'
import { brokenOf, counted, megabytes, type Finding } from './finding.ts'
import { overStdio, type StdioConnection } from './stdio-connection.ts'
import type { StdioCounts } from './stdio-ledger.ts'
import { KNOWN_CALL, KNOWN_CALL_OF_TODAY } from './well-formed.ts'

export interface MalformedStdio {
  /** In each era, beside the corpus. */
  readonly lines: number
  /** Makes the same lines again. */
  readonly seed: number
}

const HELLO = [
  {
    jsonrpc: '2.0',
    id: 0,
    method: 'initialize',
    params: {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'raw', version: '1.0.0' },
    },
  },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
]

/** A connection is of one era, which its first message decides. */
const CONNECTIONS: readonly StdioConnection[] = [
  { opening: HELLO, known: KNOWN_CALL },
  { opening: [], known: KNOWN_CALL_OF_TODAY },
]

/** Writes malformed lines into a server on stdio, one connection for each era. */
export async function malformedStdio(attack: MalformedStdio): Promise<Finding> {
  const both = await Promise.all(
    CONNECTIONS.map((each) => overStdio(each, { amount: attack.lines, seed: attack.seed })),
  )
  const counts = both.flatMap((one) => one.counts)
  const sum = (of: keyof StdioCounts): string =>
    counted(counts.reduce((total, each) => total + each[of], 0))
  const lines = both.reduce((total, one) => total + one.lines, 0)
  const unanswered = both.flatMap((one) => one.unanswered)
  const twice = both.flatMap((one) => one.twice)
  const wrong = both.flatMap((one) => one.wrong)
  const errors = both.flatMap((one) => one.errors)
  return {
    attack: 'Malformed over stdio: the same corpus, and fast-check; a connection for each era',
    amount: `${counted(lines)} lines, of which ${counted(2 * NASTY_BODIES.length)} bodies by hand; seed ${attack.seed}`,
    promised:
      '0 crashes, 0 hangs; each request answered once, the rest at most once; good calls in between answered',
    measured: [
      `${sum('owed')} were requests; ${sum('results')} results, ${sum('errors')} errors`,
      `${unanswered.length} without an answer, ${twice.length} with two`,
      ...both.map(({ lag, mostBytes }) => `memory at most ${megabytes(mostBytes)}, ${lag}`),
    ].join('; '),
    broken: brokenOf({
      'the server stays up': both.every(({ isAlive }) => isAlive),
      [`its log speaks of no bug (${errors[0]})`]: errors.length === 0,
      [`each request is answered (${unanswered[0]})`]: unanswered.length === 0,
      [`none is answered twice (${twice[0]})`]: twice.length === 0,
      [`good calls are answered rightly, and stdout carries frames (${wrong[0]})`]:
        wrong.length === 0,
    }),
  }
}
