import type { Call, Learnt } from '../kernel/call.ts'
import { ERRORS, ToolError } from '../kernel/error.ts'
import type { Clock } from '../kernel/host.ts'
import type { Journal } from '../kernel/journal.ts'
import { failure, type Outcome } from '../kernel/outcome.ts'
import type { Wrap } from '../kernel/pipeline.ts'
import type { Recorder } from './recorder.ts'

/** One call, as it is logged. Arguments appear as field names only: their values are other people's data. */
export interface CallRecord {
  readonly call: string
  readonly client: string | undefined
  readonly conversation: string | undefined
  readonly tool: string
  readonly tier: string | undefined
  readonly arguments: readonly string[]
  /** `ran` once the handler was reached, `refused` before, `replayed` when an earlier try has answered. */
  readonly decision: 'ran' | 'refused' | 'replayed'
  readonly outcome: string
  readonly durationMs: number
}

export type Level = 'info' | 'warn' | 'error'
export type RecordCall = (level: Level, record: CallRecord, cause: unknown) => void

export interface ObserveParts {
  readonly log: RecordCall
  readonly journal: Journal
  readonly recorder: Recorder
  readonly clock: Clock
}

/** Records every call, also the refused ones and the ones that met a bug; therefore the outermost step. */
export function observe({ log, journal, recorder, clock }: ObserveParts): Wrap<Call> {
  const onRecord = async (call: Call, outcome: Outcome): Promise<Outcome> => {
    if (call.learnt.isOnRecord) return outcome
    const entries = recorder.callEntries(call, outcome)
    const { tool } = call.learnt
    try {
      // Only what changes nothing may be answered a moment before its row is on the disk.
      await (tool && tool.facts.tier !== 'read'
        ? journal.append(entries)
        : journal.appendSoon(entries))
      return outcome
    } catch (error) {
      return failure(mayHaveRun(outcome) ? answerNotRecorded(error) : notRecorded(error))
    }
  }
  return async function observe(call, proceed): Promise<Outcome> {
    const startedMs = clock.now()
    call.learnt.startedMs = startedMs
    const outcome = await onRecord(call, await proceed())
    const error = outcome.kind === 'failure' ? outcome.error : undefined
    log(
      error ? ERRORS[error.code].level : 'info',
      recordOf(call, outcome, clock.now() - startedMs),
      error?.cause,
    )
    return outcome
  }
}

/** What cannot be recorded is not done: otherwise a full disk would be a way around the ledger. */
export function notRecorded(cause: unknown): ToolError {
  const message =
    'Nothing can be recorded at the moment, so nothing was done. Hand over to a colleague.'
  return new ToolError('not_recorded', message, { cause })
}

/** Whether the outcome is about an earlier try, which may have done its work. */
function mayHaveRun({ isReplayed, ...outcome }: Outcome): boolean {
  if (isReplayed === true || outcome.kind === 'success') return isReplayed === true
  return outcome.error.code === 'in_doubt' || outcome.error.code === 'still_working'
}

/** Whoever asks about what may be done already must not hear that nothing was. */
function answerNotRecorded(cause: unknown): ToolError {
  const message =
    'Nothing can be recorded at the moment, so there is no answer. Do not do it anew; hand over to a colleague.'
  return new ToolError('not_recorded', message, { cause })
}

function recordOf(
  { id, toolName, rawArguments, learnt }: Call,
  outcome: Outcome,
  durationMs: number,
): CallRecord {
  return {
    call: id,
    client: learnt.principal?.client.name,
    conversation: learnt.conversation?.id,
    tool: learnt.tool?.name ?? toolName.slice(0, 63),
    tier: learnt.tool?.facts.tier,
    arguments: fieldNames(rawArguments),
    decision: decisionOf(learnt, outcome),
    outcome: outcome.kind === 'failure' ? outcome.error.code : 'success',
    durationMs,
  }
}

function decisionOf({ decidedBy }: Learnt, { isReplayed }: Outcome): CallRecord['decision'] {
  if (isReplayed === true) return 'replayed'
  return decidedBy === undefined ? 'ran' : 'refused'
}

function fieldNames(raw: unknown): readonly string[] {
  if (typeof raw !== 'object' || raw === null) return []
  return Object.keys(raw)
    .slice(0, 20)
    .map((name) => name.slice(0, 63))
}
