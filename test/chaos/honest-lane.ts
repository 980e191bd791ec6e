import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

/** A thread of its own, so that how busy the attacker is does not count as the server's delay. */

export interface HonestSetting {
  readonly url: string
  readonly key: string
  readonly perSecond: number
  /** A day on which the restaurant can be asked about. */
  readonly date: string
}

/** Of the calls that have ended since the last report. */
export interface HonestSamples {
  /** From when each call was due, so that a stalled server cannot hide behind calls that were not made. */
  readonly latenciesMs: readonly number[]
  readonly failures: readonly string[]
}

/** Every so many calls come on a connection of their own: who is there already is not all that counts. */
const FRESH_EVERY = 5
const PATIENCE_MS = 10_000

const { url, key, perSecond, date }: HonestSetting = workerData
const agent = new Agent({ keepAlive: true, maxSockets: 8 })
const body = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'reservations_check', arguments: { date, party_size: 2, meal: 'dinner' } },
})

let latenciesMs: number[] = []
let failures: string[] = []
let sent = 0
const startMs = performance.now()

function callOnce(dueMs: number): void {
  const isFresh = sent % FRESH_EVERY === 0
  const ended = (failure?: string): void => {
    latenciesMs.push(performance.now() - dueMs)
    if (failure !== undefined) failures.push(failure)
  }
  const asking = request(
    `${url}/mcp`,
    {
      method: 'POST',
      agent: isFresh ? false : agent,
      timeout: PATIENCE_MS,
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'content-length': Buffer.byteLength(body),
      },
    },
    (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.once('error', (error) => ended(error.message))
      response.once('end', () => {
        const went = response.statusCode === 200 && text.includes('Open for dinner')
        ended(went ? undefined : `${response.statusCode}: ${text.slice(0, 200)}`)
      })
    },
  )
  asking.once('timeout', () => asking.destroy(new Error('no answer in time')))
  asking.once('error', (error) => ended(error.message))
  asking.end(body)
}

function callThoseDue(): void {
  for (;;) {
    const dueMs = startMs + (sent * 1_000) / perSecond
    if (dueMs > performance.now()) return
    sent += 1
    callOnce(dueMs)
  }
}

setInterval(callThoseDue, 2)
parentPort?.on('message', () => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window, and has no origin
  parentPort?.postMessage({ latenciesMs, failures } satisfies HonestSamples)
  latenciesMs = []
  failures = []
})
