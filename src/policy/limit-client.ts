import type { Call, HasPrincipal } from '../kernel/call.ts'
import { refuse } from '../kernel/error.ts'
import type { Clock } from '../kernel/host.ts'
import { ALLOW, type Guard } from '../kernel/pipeline.ts'

/** A client that was still for this long may send so much at once. */
const BURST_MS = 10_000

/** What a client may still send. */
interface Bucket {
  calls: number
  atMs: number
}

/**
 * Holds each client to its rate, in this process: cheap, before anything is looked up, so that a client in a loop costs
 * the others nothing. It is told so in words, because a status code in the middle of a call costs LiveKit every tool.
 */
export function limitClient(clock: Clock): Guard<Call & HasPrincipal> {
  const buckets = new Map<string, Bucket>()
  return function limitClient({ principal }) {
    const { name, callsPerMinute } = principal.client
    const perMs = callsPerMinute / 60_000
    const most = Math.max(1, perMs * BURST_MS)
    const nowMs = clock.now()
    const bucket = buckets.get(name) ?? { calls: most, atMs: nowMs }
    buckets.set(name, bucket)
    bucket.calls = Math.min(most, bucket.calls + Math.max(0, nowMs - bucket.atMs) * perMs)
    bucket.atMs = nowMs
    if (bucket.calls < 1) return tooFast((1 - bucket.calls) / perMs)
    bucket.calls -= 1
    return ALLOW
  }
}

function tooFast(waitMs: number) {
  const seconds = Math.ceil(waitMs / 1_000)
  const wait = seconds === 1 ? 'a second' : `${seconds} seconds`
  return refuse(
    'too_fast',
    `This client has made too many calls in a short time, and nothing was done. Wait ${wait}, then send the same request again.`,
  )
}
