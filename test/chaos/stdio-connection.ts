import { usualLag } from './attack.ts'
import { lineOf, linesIn, malformedGroups, withId } from './malformed-lines.ts'
import { watchMemory } from './memory-watch.ts'
import { stdioLedger, type StdioCounts } from './stdio-ledger.ts'
import { startStdioVictim, type StdioVictim } from './stdio-victim.ts'
import { KNOWN_ANSWER, type WellFormed } from './well-formed.ts'

export interface StdioConnection {
  /** What its client says first. */
  readonly opening: readonly object[]
  /** A good call of its era. */
  readonly known: WellFormed
}

/** What came of one connection. */
export interface Heard {
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

const HANG_MS = 30_000
/** Lines that are sent at once; a good call goes behind them. */
const AT_ONCE = 100

/** Writes the corpus and as many malformed bodies into a server of its own, line by line. */
export async function overStdio(
  { opening, known }: StdioConnection,
  { amount, seed }: { readonly amount: number; readonly seed: number },
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
    for (const bodies of malformedGroups(seed, amount, AT_ONCE)) {
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
