import type { Call, HasOperation, HasTool } from '../kernel/call.ts'
import type { Clock } from '../kernel/host.ts'
import type { Journal } from '../kernel/journal.ts'
import { replayed, type Outcome } from '../kernel/outcome.ts'
import type { Wrap } from '../kernel/pipeline.ts'
import { awaitTwin } from './twin.ts'

/**
 * Answers a call whose operation was done already, is being done, or is in doubt, from what is on record. It stands
 * behind everything that decides who may do what, so a replay is authorized like the first call; and before the gate,
 * because what was done needs no second yes.
 */
export function replay(journal: Journal, clock: Clock): Wrap<Call & HasTool & HasOperation> {
  const answer: Wrap<Call & HasTool & HasOperation> = async (call, proceed) => {
    const { tool, operation } = call
    const facts = { operation, resumes: tool.facts.resumes }
    const twin = await awaitTwin({ journal, clock }, call, facts)
    if (twin.kind !== 'answered') return proceed()
    return isStored(twin.outcome) ? replayed(twin.outcome) : twin.outcome
  }
  return function replay(call, proceed): Promise<Outcome> {
    return call.tool.facts.tier === 'read' ? proceed() : answer(call, proceed)
  }
}

/** What is said about an operation rather than by it. */
const OWN: ReadonlySet<string> = new Set(['still_working', 'in_doubt', 'idempotency_conflict'])

function isStored(outcome: Outcome): boolean {
  return outcome.kind === 'success' || !OWN.has(outcome.error.code)
}
