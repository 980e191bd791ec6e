import type { Call, HasPlan, HasPrepared, HasPrincipal, HasTool, HasUser } from '../kernel/call.ts'
import { digestOf } from '../kernel/canonical-json.ts'
import { ToolError } from '../kernel/error.ts'
import type { GateRule } from '../kernel/gate-rule.ts'
import { isRecord, type Fields } from '../kernel/json.ts'
import type { Derive } from '../kernel/pipeline.ts'
import { toolDigest } from './tool-digest.ts'

type Needs = Call & HasPrincipal & HasTool & HasUser & HasPrepared

/**
 * Learns what the call would do, and binds it: canonical arguments and resolved targets, client, acting user,
 * conversation, the tool's definition and the policy's version. A yes counts for this digest and for no other, so that
 * a model cannot have one thing confirmed and send another. Nothing is run for it; where no gate can ask, not even the
 * tool's plan.
 */
export function plan(rules: readonly GateRule[], policyVersion: string): Derive<Needs, HasPlan> {
  const planned = async (call: Needs): Promise<HasPlan | ToolError> => {
    const { tool, prepared } = call
    const input = isRecord(prepared.input) ? prepared.input : {}
    const made = canBeAsked(call, rules) ? await prepared.plan(contextOf(call)) : undefined
    if (made instanceof ToolError) return made
    const { resolved, readBack } = made ?? {
      resolved: {},
      readBack: readBackOf(tool.facts.title, input),
    }
    // An argument of which the plan says nothing is bound as it came, so that none can be forgotten.
    const bound = {
      ...partiesOf(call),
      policy: policyVersion,
      arguments: { ...input, ...resolved },
    }
    return { plan: { readBack, arguments: input, resolved, binding: digestOf(bound) } }
  }
  return function plan(call) {
    return call.tool.facts.tier === 'read' ? NO_PLAN : planned(call)
  }
}

/** A read meets no gate, so nothing is bound for it. */
const NO_PLAN: HasPlan = { plan: { readBack: '', arguments: {}, resolved: {}, binding: '' } }

/** Whether any gate but `auto` can stand in the way of this client's calls of this tool. */
function canBeAsked({ principal, tool }: Needs, rules: readonly GateRule[]): boolean {
  const { name } = principal.client
  return tool.facts.gate !== 'auto' || rules.some((rule) => rule.concerns(name, tool.name))
}

function partiesOf({ principal, user, conversation, tool }: Needs) {
  return {
    v: 1,
    client: principal.client.name,
    user: user?.id ?? null,
    conversation: conversation?.id ?? null,
    tool: tool.name,
    definition: toolDigest(tool),
  }
}

function contextOf({ id, principal, signal, conversation }: Needs) {
  const client = principal.client.name
  return {
    callId: id,
    client,
    signal,
    conversation,
    operationKey: undefined,
    // What a call would do does not depend on what else is going on.
    standings: () => [],
    progress: () => {},
    ask: refuseToAsk,
  }
}

/** A plan runs twice, and what it comes to has to be the same both times. */
async function refuseToAsk(): Promise<never> {
  throw new Error('A plan must not ask: only the handler of a read may.')
}

/** For tools that do not say it themselves. */
function readBackOf(title: string, input: Fields): string {
  const parts = Object.entries(input).map(
    ([name, value]) => `${name.replaceAll('_', ' ')} ${sayValue(value)}`,
  )
  return [title, ...parts].join(', ')
}

function sayValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
