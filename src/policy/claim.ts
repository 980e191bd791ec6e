import type { Call, HasGate, HasOperation, HasPrincipal, HasTool } from '../kernel/call.ts'
import { refuse, ToolError, type ErrorCode } from '../kernel/error.ts'
import type { Clock } from '../kernel/host.ts'
import type { ClaimVerdict, Holder, Journal } from '../kernel/journal.ts'
import type { StoredEnd } from '../kernel/operation.ts'
import { failure, type Outcome } from '../kernel/outcome.ts'
import type { Proceed, Wrap } from '../kernel/pipeline.ts'
import type { Tier } from '../kernel/tier.ts'
import { notRecorded } from './observe.ts'
import type { Recorder } from './recorder.ts'
import { inDoubt, stillWorking } from './twin.ts'
import { writesStopped } from './stop-writes.ts'
import { withdrawn } from './withdrawn.ts'

type Needs = Call & HasPrincipal & HasTool & HasOperation & HasGate

export interface ClaimParts {
  readonly journal: Journal
  readonly recorder: Recorder
  readonly clock: Clock
  /** How long a process that has died is still taken to be at work. */
  readonly leaseMs: number
  /** Whether an operator has stopped all changes. Asked last of all: a call may have waited long since it was let in. */
  readonly isStopped: () => boolean
  readonly announce: (write: Announcement) => void
  /** Says what a failure to write was that is no fault of the disk, such as another process's write. */
  readonly knownTrouble: (thrown: unknown) => ToolError | undefined
}

/** A change that was made, or may have been, for whoever wants to know of it. */
export interface Announcement {
  readonly call: string
  readonly client: string
  readonly conversation: string | undefined
  readonly tool: string
  readonly tier: string
  readonly outcome: string
}

/** A handler that is still at work then is told to stop. Its caller was answered long before. */
const LONGEST_MS = 60_000

/**
 * Claims a change before it is made, in one transaction: the clearance is consumed, the operation is claimed and the
 * intent is on record, or none of it. Then it passes the point of no return, makes the change, and puts on record what
 * came of it. Until that point a cancelled call stops; behind it nothing stops it, and its result is kept for whoever
 * asks again.
 */
export function claim(parts: ClaimParts): Wrap<Needs> {
  const change: Wrap<Needs> = async (call, proceed) => {
    // Before anything is consumed for it: a yes is not used up by a call that was withdrawn.
    if (call.signal.aborted) return failure(withdrawn())
    if (parts.isStopped()) return failure(writesStopped())
    const held = await claimed(call, parts)
    if (held instanceof ToolError) return failure(held)
    const refused = await committed(call, held, parts)
    return refused ? failure(refused) : made(call, proceed, held, parts)
  }
  return function claim(call, proceed): Promise<Outcome> {
    return call.tool.facts.tier === 'read' ? proceed() : change(call, proceed)
  }
}

/** `isDoubtful`: it goes on with an earlier try, whose effect may have begun. */
type Held = Pick<Extract<ClaimVerdict, { kind: 'claimed' }>, 'isDoubtful'>

/** Claims the operation. Answers why not, when it cannot be. */
async function claimed(
  call: Needs,
  { journal, recorder, clock, leaseMs, knownTrouble }: ClaimParts,
): Promise<ToolError | Held> {
  const { tool, operation, gate, conversation, learnt } = call
  const { keepMs, ...which } = operation
  const nowMs = clock.now()
  try {
    const verdict = await journal.claim({
      ...which,
      call: call.id,
      run: conversation?.id ?? null,
      tool: tool.name,
      resumes: tool.facts.resumes,
      nowMs,
      leaseUntilMs: nowMs + leaseMs,
      expiresAtMs: nowMs + keepMs,
      clearance: gate.clearance,
      entries: recorder.callEntries(call, undefined),
    })
    if (verdict.kind === 'no_clearance' && gate.clearance?.of === 'ticket') return approvalUsed()
    if (verdict.kind !== 'claimed') return WHY_NOT[verdict.kind]()
    Object.assign(learnt, { isOnRecord: true, operationKey: verdict.operationKey })
    return verdict
  } catch (error) {
    return knownTrouble(error) ?? notRecorded(error)
  }
}

const WHY_NOT = {
  taken: stillWorking,
  stopped: writesStopped,
  no_clearance: () =>
    refuse(
      'confirmation_used',
      'That confirmation has been used already. Send the request without a code to confirm it anew.',
    ),
} as const

function approvalUsed(): ToolError {
  return refuse(
    'approval_used',
    'That approval has been used already, or its time is over. Send the request again to hear what became of it.',
  )
}

/** Passes the point of no return, unless the call was cancelled. Answers why not. */
async function committed(
  call: Needs,
  { isDoubtful }: Held,
  { journal, recorder, clock, leaseMs, knownTrouble }: ClaimParts,
): Promise<ToolError | undefined> {
  const holder = holderOf(call)
  const result = (error: ToolError) => [recorder.resultEntry(call, failure(error))]
  try {
    if (call.signal.aborted && isDoubtful) {
      const error = inDoubt()
      await journal.finish(holder, 'in_doubt', undefined, result(error))
      return error
    }
    if (call.signal.aborted) {
      const error = withdrawn()
      await journal.cancel(holder, result(error))
      return error
    }
    // Said before it is so: whoever asks while it is being written must not be told that nothing happens.
    call.learnt.isPastRecall = true
    if (await journal.commit(holder, clock.now() + leaseMs)) return undefined
    // Somebody else has taken it over; this call ends here, and its intent needs its result.
    const error = stillWorking()
    await journal.append(result(error))
    return error
  } catch (error) {
    const refused = knownTrouble(error) ?? notRecorded(error)
    // Nothing was begun, so nobody has to wait for the lease to run out.
    await journal.cancel(holder, result(refused)).catch(() => false)
    return refused
  }
}

/** Makes the change, and puts on record what came of it. */
async function made(
  call: Needs,
  proceed: Proceed,
  held: Held,
  parts: ClaimParts,
): Promise<Outcome> {
  const { journal, recorder, clock, leaseMs, announce } = parts
  const holder = holderOf(call)
  const limit = new AbortController()
  const stopLimit = clock.after(LONGEST_MS, () => limit.abort())
  const stopRenewing = renewing(
    () => journal.renew(holder, clock.now() + leaseMs),
    clock,
    leaseMs / 3,
  )
  const outcome = asKnown(await proceed(limit.signal), held, call.tool.facts.tier)
  stopLimit()
  stopRenewing()
  try {
    await journal.finish(holder, stateOf(outcome), endOf(outcome), [
      recorder.resultEntry(call, outcome),
    ])
    return outcome
  } catch (error) {
    return failure(doneUnrecorded(outcome, error))
  } finally {
    // Whoever listens is told of what may have been done, recorded or not, and cannot undo the record by a throw.
    try {
      announce(announcementOf(call, outcome))
    } catch {}
  }
}

function holderOf({ id, operation }: Needs): Holder {
  const { scope, key } = operation
  return { scope, key, call: id }
}

/**
 * What is not known to have failed is in doubt. A handler that met a bug may have done its work by then. So may the
 * earlier try that this one goes on with, about which a failure of the moment says nothing; and so may a handler that
 * a busy database threw out, where what it does cannot be undone.
 */
function asKnown(outcome: Outcome, { isDoubtful }: Held, tier: Tier): Outcome {
  if (outcome.kind === 'success') return outcome
  const { code, cause } = outcome.error
  const wasThrown = code === 'busy' && cause !== undefined && tier !== 'write'
  if (code !== 'internal' && !wasThrown && !(isDoubtful && PASSING.has(code))) return outcome
  const message =
    'Something went wrong on our side, and it may or may not have gone through. Hand over to a colleague, who can check.'
  return failure(new ToolError('in_doubt', message, { cause }))
}

/** Failures of the moment: the same request may go through later, so nobody is held to one. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'busy',
  'timeout',
  'cancelled',
  'too_many_tries',
  'unauthenticated',
  'not_verified',
  'no_conversation',
  'invalid_input',
])

function stateOf(outcome: Outcome): 'succeeded' | 'failed' | 'in_doubt' {
  if (outcome.kind === 'success') return 'succeeded'
  return outcome.error.code === 'in_doubt' ? 'in_doubt' : 'failed'
}

function endOf(outcome: Outcome): StoredEnd | undefined {
  if (outcome.kind === 'success') return { kind: 'success', answer: outcome.answer }
  const { code, message } = outcome.error
  return code === 'in_doubt' || PASSING.has(code) ? undefined : { kind: 'failure', code, message }
}

/** What was done but is not on record will be found in doubt, so it is called so from the start. */
function doneUnrecorded(outcome: Outcome, cause: unknown): ToolError {
  const what = outcome.kind === 'success' ? 'That went through' : 'That did not go through'
  return new ToolError(
    'in_doubt',
    `${what}, but it could not be put on record. Do not do it again, and tell a colleague.`,
    { cause },
  )
}

function announcementOf({ id, principal, conversation, tool }: Needs, outcome: Outcome) {
  return {
    call: id,
    client: principal.client.name,
    conversation: conversation?.id,
    tool: tool.name,
    tier: tool.facts.tier,
    outcome: outcome.kind === 'success' ? 'success' : outcome.error.code,
  }
}

/** Keeps the lease ahead while the handler works, so that nobody takes the operation for broken off. */
function renewing(renew: () => Promise<void>, clock: Clock, everyMs: number): () => void {
  let callOff = (): void => {}
  const next = (): void => {
    callOff = clock.after(everyMs, () => {
      // A renewal that fails is tried again; if none succeeds, the operation is found in doubt, and then settled.
      void renew().catch(() => {})
      next()
    })
  }
  next()
  return () => callOff()
}
