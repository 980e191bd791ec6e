import type { Call } from '../kernel/call.ts'
import { ERRORS } from '../kernel/error.ts'
import type { Clock } from '../kernel/host.ts'
import type { Outcome } from '../kernel/outcome.ts'
import type { Wrap } from '../kernel/pipeline.ts'

/** One call, as it is recorded. Arguments appear as field names only: their values are other people's data. */
export interface CallRecord {
  readonly call: string
  readonly client: string | undefined
  readonly conversation: string | undefined
  readonly tool: string
  readonly tier: string | undefined
  readonly arguments: readonly string[]
  /** `ran` once the handler was reached, `refused` before. */
  readonly decision: 'ran' | 'refused'
  readonly outcome: string
  readonly durationMs: number
}

export type Level = 'info' | 'warn' | 'error'
export type RecordCall = (level: Level, record: CallRecord, cause: unknown) => void

/** Records every call, also the refused ones and the ones that met a bug; therefore the outermost step. */
export function observe(record: RecordCall, clock: Clock): Wrap<Call> {
  return async function observe(call, proceed): Promise<Outcome> {
    const startedMs = clock.now()
    const outcome = await proceed()
    const error = outcome.kind === 'failure' ? outcome.error : undefined
    record(
      error ? ERRORS[error.code].level : 'info',
      recordOf(call, error?.code ?? 'success', clock.now() - startedMs),
      error?.cause,
    )
    return outcome
  }
}

function recordOf(
  { id, toolName, rawArguments, learnt }: Call,
  outcome: string,
  durationMs: number,
) {
  return {
    call: id,
    client: learnt.principal?.client.name,
    conversation: learnt.conversation?.id,
    tool: learnt.tool?.name ?? toolName.slice(0, 63),
    tier: learnt.tool?.facts.tier,
    arguments: fieldNames(rawArguments),
    decision: learnt.prepared ? 'ran' : 'refused',
    outcome,
    durationMs,
  } as const
}

function fieldNames(raw: unknown): readonly string[] {
  if (typeof raw !== 'object' || raw === null) return []
  return Object.keys(raw)
    .slice(0, 20)
    .map((name) => name.slice(0, 63))
}
