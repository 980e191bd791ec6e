import { isJSONRPCRequest, SUBSCRIPTION_ID_META_KEY } from '@modelcontextprotocol/server'

import { isRecord } from '../../src/kernel/json.ts'

/** Which of some lines over stdio are owed an answer, and got one. Ids are kept as JSON, in which `1` and `"1"` differ. */
export interface StdioLedger {
  /** Takes note of a line that is sent. */
  sent(line: string): void
  /** Takes note of a line that came back. */
  came(line: string): void
  /** Resolves when everybody has an answer, or after `limitMs` to the ids that have none. */
  settled(limitMs: number): Promise<readonly string[]>
  /** Ids that were answered more often than they were asked. */
  readonly twice: () => readonly string[]
  /** Lines that are no frames. */
  readonly noFrames: () => readonly string[]
  readonly counts: () => StdioCounts
  /** The answer to an id, if it came. */
  answerTo(id: number): Readonly<Record<string, unknown>> | undefined
}

export interface StdioCounts {
  /** Lines that are requests. */
  readonly owed: number
  readonly results: number
  readonly errors: number
}

export function stdioLedger(): StdioLedger {
  const owed = new Map<string, number>()
  /** Asked by lines that the protocol's own reader does not take for requests, and may answer all the same. */
  const maybe = new Map<string, number>()
  const withdrawn = new Set<string>()
  const got = new Map<string, number>()
  const last = new Map<string, Readonly<Record<string, unknown>>>()
  const noFrames: string[] = []
  const counts = { owed: 0, results: 0, errors: 0 }
  const noFrame = (line: string): void => void noFrames.push(line.slice(0, 300))
  let heard = (): void => {}

  const lacking = (): readonly string[] =>
    [...owed].flatMap(([id, times]) =>
      (got.get(id) ?? 0) < times && !withdrawn.has(id) ? [id] : [],
    )
  return {
    sent(line) {
      const message = parsed(line)
      if (!isRecord(message)) return
      const id = JSON.stringify(message['id'])
      if (isJSONRPCRequest(message)) {
        counts.owed += 1
        add(owed, id)
      } else if (id !== undefined) add(maybe, id)
      if (message['method'] === 'notifications/cancelled' && isRecord(message['params']))
        withdrawn.add(JSON.stringify(message['params']['requestId']))
    },
    came(line) {
      const frame = parsed(line)
      if (!isRecord(frame) || frame['jsonrpc'] !== '2.0') return noFrame(line)
      const id = answeredBy(frame)
      if (id === undefined) return undefined
      if ('error' in frame) counts.errors += 1
      else counts.results += 1
      add(got, id)
      last.set(id, frame)
      return heard()
    },
    async settled(limitMs) {
      const endMs = performance.now() + limitMs
      while (lacking().length > 0 && performance.now() < endMs)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.max(1, endMs - performance.now()))
          heard = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      return lacking()
    },
    twice: () =>
      [...got].flatMap(([id, times]) =>
        times > (owed.get(id) ?? 0) + (maybe.get(id) ?? 0) ? [id] : [],
      ),
    noFrames: () => noFrames,
    counts: () => counts,
    answerTo: (id) => last.get(String(id)),
  }
}

function add(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1)
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** The id of the request that a frame answers. To listen is answered by saying what is listened to. */
function answeredBy(frame: Readonly<Record<string, unknown>>): string | undefined {
  if (!('method' in frame)) return 'id' in frame ? JSON.stringify(frame['id']) : undefined
  if (frame['method'] !== 'notifications/subscriptions/acknowledged') return undefined
  const params = isRecord(frame['params']) ? frame['params'] : {}
  const meta = isRecord(params['_meta']) ? params['_meta'] : {}
  return JSON.stringify(meta[SUBSCRIPTION_ID_META_KEY])
}
