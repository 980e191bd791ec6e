import type { Call, HasOperation } from '../kernel/call.ts'
import { refuse, ToolError } from '../kernel/error.ts'
import type { Clock } from '../kernel/host.ts'
import type { Journal } from '../kernel/journal.ts'
import type { Operation } from '../kernel/operation.ts'
import { failure, success, type Outcome } from '../kernel/outcome.ts'

/** How an operation that is on record already bears on a call with its key. */
export type Twin =
  /** There is none, or none that counts: the call goes its way. */
  | { readonly kind: 'none' }
  /** It was broken off and can be gone on with. */
  | { readonly kind: 'resumable'; readonly operation: Operation }
  /** Somebody is at work on it. */
  | { readonly kind: 'at_work' }
  | { readonly kind: 'answered'; readonly outcome: Outcome }

interface Facts {
  readonly operation: HasOperation['operation']
  readonly resumes: boolean
  readonly nowMs: number
}

/** Judges the row by the same rules as the claim will, which has the last word. */
export function twinOf(row: Operation | undefined, { operation, resumes, nowMs }: Facts): Twin {
  if (!row || isOver(row, nowMs)) return { kind: 'none' }
  if (row.fingerprint !== operation.fingerprint)
    return { kind: 'answered', outcome: failure(conflict()) }
  const isLeft = row.leaseUntilMs <= nowMs
  switch (row.state) {
    case 'cancelled':
      return { kind: 'resumable', operation: row }
    case 'claimed':
      return isLeft ? { kind: 'resumable', operation: row } : { kind: 'at_work' }
    case 'committed':
    case 'in_doubt':
      if (row.state === 'committed' && !isLeft) return { kind: 'at_work' }
      return resumes
        ? { kind: 'resumable', operation: row }
        : { kind: 'answered', outcome: failure(inDoubt()) }
    default:
      return { kind: 'answered', outcome: endOf(row) }
  }
}

/** A failure made nothing, so only who named the operation by a key of their own is held to it, if it is to last. */
function isOver({ state, expiresAtMs, madeBy, end }: Operation, nowMs: number): boolean {
  if (state === 'failed' && (madeBy !== 'client' || !end)) return true
  return (
    expiresAtMs <= nowMs && (state === 'succeeded' || state === 'failed' || state === 'cancelled')
  )
}

function endOf({ end }: Operation): Outcome {
  if (!end) return failure(inDoubt())
  return end.kind === 'success'
    ? success({ ...end.answer, text: `Already done: ${end.answer.text}` })
    : failure(new ToolError(end.code, end.message))
}

/** Voice waits no longer for a twin than a person would; everybody else can ask again as well. */
const PATIENCE_MS = 1_500
const LOOK_MS = 50

/** What the twin comes to, waiting a little while somebody is at work on it. */
export async function awaitTwin(
  { journal, clock }: { readonly journal: Journal; readonly clock: Clock },
  call: Pick<Call, 'signal'>,
  facts: Omit<Facts, 'nowMs'>,
): Promise<Exclude<Twin, { kind: 'at_work' }>> {
  const untilMs = clock.now() + PATIENCE_MS
  for (;;) {
    const twin = twinOf(journal.operation(facts.operation), { ...facts, nowMs: clock.now() })
    if (twin.kind !== 'at_work') return twin
    if (clock.now() >= untilMs || call.signal.aborted)
      return { kind: 'answered', outcome: failure(stillWorking()) }
    await new Promise<void>((resolve) => void clock.after(LOOK_MS, resolve))
  }
}

export function stillWorking(): ToolError {
  return refuse(
    'still_working',
    'That is still being worked on. Send the same request again in a moment to get the result.',
  )
}

export function inDoubt(): ToolError {
  return refuse(
    'in_doubt',
    'That may or may not have gone through, and a colleague has to check. Do not do it again.',
  )
}

function conflict(): ToolError {
  return refuse(
    'idempotency_conflict',
    'This idempotency key was used for a different request. Use a new key for a new request.',
  )
}
