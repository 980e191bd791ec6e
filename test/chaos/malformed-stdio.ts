import fc from 'fast-check'

import { usualLag } from './attack.ts'
import { NASTY_BODIES } from './corpus-bodies.ts'
import { brokenOf, counted, megabytes, type Finding } from './finding.ts'
import { malformedBody } from './malformed-body.ts'
import { watchMemory } from './memory-watch.ts'
import { stdioLedger, type StdioCounts } from './stdio-ledger.ts'
import { startStdioVictim, type StdioVictim } from './stdio-victim.ts'
import { KNOWN_ANSWER, KNOWN_CALL, KNOWN_CALL_OF_TODAY, type WellFormed } from './well-formed.ts'

export interface MalformedStdio {
  /** In each era, beside the corpus. */
  readonly lines: number
  /** Makes the same lines again. */
  readonly seed: number
}

const HANG_MS = 30_000
/** Lines that are sent at once; a good call of the era goes behind them. */
const AT_ONCE = 100

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
const CONNECTIONS = [
  { opening: HELLO, known: KNOWN_CALL },
  { opening: [], known: KNOWN_CALL_OF_TODAY },
] as const

/** Writes malformed lines into a server on stdio, one connection for each era. */
export async function malformedStdio(attack: MalformedStdio): Promise<Finding> {
  const [first, second] = await Promise.all(CONNECTIONS.map((each) => overOne(each, attack)))
  if (!first || !second) throw new Error('A connection is missing.')
  const both = [first, second]
  const all = <T>(of: (one: Heard) => readonly T[]): readonly T[] => both.flatMap(of)
  const sum = (of: keyof StdioCounts): number =>
    both.flatMap(({ counts }) => counts).reduce((total, each) => total + each[of], 0)
  const lines = both.reduce((total, each) => total + each.lines, 0)
  const [unanswered, twice, wrong, errors] = [
    all((one) => one.unanswered),
    all((one) => one.twice),
    all((one) => one.wrong),
    all((one) => one.errors),
  ]
  return {
    attack: 'Malformed over stdio: the same corpus, and fast-check; a connection for each era',
    amount: `${counted(lines)} lines, of which ${counted(2 * NASTY_BODIES.length)} bodies by hand; seed ${attack.seed}`,
    promised:
      '0 crashes, 0 hangs; each request answered once, the rest at most once; good calls in between answered',
    measured: [
      `${counted(sum('owed'))} were requests; ${counted(sum('results'))} results, ${counted(sum('errors'))} errors`,
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

/** What came of one connection. */
interface Heard {
  readonly lines: number
  readonly counts: readonly StdioCounts[]
  readonly unanswered: readonly string[]
  readonly twice: readonly string[]
  readonly wrong: readonly string[]
  readonly isAlive: boolean
  readonly errors: readonly string[]
  readonly mostBytes: number
  readonly lag: string
}

async function overOne(
  { opening, known }: (typeof CONNECTIONS)[number],
  { lines, seed }: MalformedStdio,
): Promise<Heard> {
  const victim = startStdioVictim()
  let ledger = stdioLedger()
  victim.onLine((line) => ledger.came(line))
  const hello = opening.map((message) => Buffer.from(JSON.stringify(message)))
  await sendAll(victim, hello, ledger.sent)
  await ledger.settled(HANG_MS)
  const memory = watchMemory(victim)
  const heard = { lines: 0, counts: Array.of<StdioCounts>(), unanswered: Array.of<string>() }
  const [twice, wrong] = [Array.of<string>(), Array.of<string>()]
  let nextId = 1_000
  try {
    for (const bodies of inGroups(lines, seed)) {
      ledger = stdioLedger()
      const sent = bodies.flatMap(linesIn).map((line) => withId(line, (nextId += 1)))
      nextId += 1
      await sendAll(victim, [...sent, lineOf(known, nextId)], ledger.sent)
      const missing = await ledger.settled(HANG_MS)
      heard.lines += sent.length + 1
      heard.counts.push(ledger.counts())
      heard.unanswered.push(...missing.map((id) => `${id} of ${shown(sent, id)}`))
      twice.push(...ledger.twice())
      const answer = JSON.stringify(ledger.answerTo(nextId))
      if (!answer?.includes(KNOWN_ANSWER)) wrong.push(`a good call: ${answer}`)
      wrong.push(...ledger.noFrames())
      if (!victim.isAlive()) break
    }
    return {
      ...heard,
      twice,
      wrong,
      isAlive: victim.isAlive(),
      errors: victim.errors(),
      mostBytes: memory.mostBytes(),
      lag: usualLag(await victim.vitals()),
    }
  } finally {
    memory.stop()
    await victim.stop()
  }
}

function* inGroups(lines: number, seed: number): Generator<readonly Buffer[]> {
  const corpus = NASTY_BODIES.map(({ body }) => body)
  for (let at = 0; at < corpus.length; at += AT_ONCE) yield corpus.slice(at, at + AT_ONCE)
  for (let made = 0; made < lines; made += AT_ONCE)
    yield fc
      .sample(malformedBody, { seed: seed + made, numRuns: Math.min(AT_ONCE, lines - made) })
      .map(({ body }) => body)
}

/** What a body is to a reader of lines. */
function linesIn(body: Buffer): readonly Buffer[] {
  return body
    .toString('latin1')
    .split('\n')
    .map((line) => Buffer.from(line, 'latin1'))
}

/** With an id of its own, where it has the one of the request that it was made from. */
function withId(line: Buffer, id: number): Buffer {
  return Buffer.from(line.toString('latin1').replace(/"id":[17](?=[,}])/, `"id":${id}`), 'latin1')
}

function lineOf({ message }: WellFormed, id: number): Buffer {
  return Buffer.from(JSON.stringify({ ...message, id }))
}

async function sendAll(
  victim: StdioVictim,
  lines: readonly Buffer[],
  onSent: (line: string) => void,
): Promise<void> {
  for (const line of lines) {
    onSent(line.toString('utf8').replace(/\r$/, ''))
    await victim.write(Buffer.concat([line, Buffer.from('\n')]))
  }
}

function shown(lines: readonly Buffer[], id: string): string {
  return (
    lines
      .map((line) => line.toString('utf8'))
      .find((line) => line.includes(`"id":${id}`))
      ?.slice(0, 300) ?? '?'
  )
}
