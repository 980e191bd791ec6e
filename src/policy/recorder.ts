import type { Call, Learnt } from '../kernel/call.ts'
import { keyedDigestOf } from '../kernel/canonical-json.ts'
import type { ErrorCode } from '../kernel/error.ts'
import type { Clock } from '../kernel/host.ts'
import type {
  CallBody,
  ClearanceBody,
  Decision,
  Entry,
  GrantBody,
  ResultBody,
} from '../kernel/ledger.ts'
import type { Outcome } from '../kernel/outcome.ts'
import { redact } from './redact.ts'
import { toolDigest } from './tool-digest.ts'

/** Puts what happened into rows of the ledger. */
export interface Recorder {
  /** The call, with its result where it ended; and the conversation, in case this is its first call. */
  callEntries(call: Call, outcome: Outcome | undefined): readonly Entry[]
  resultEntry(call: Call, outcome: Outcome): Entry
  clearanceEntry(call: Call, body: ClearanceBody): Entry
  grantEntry(call: Call, body: GrantBody): Entry
}

export interface RecorderParts {
  /** For keyed hashes. */
  readonly key: Uint8Array
  readonly policyVersion: string
  readonly clock: Clock
}

/** A name that a client made up is kept no longer than a real one could be. */
const LONGEST_NAME = 63

export function recorder({ key, policyVersion, clock }: RecorderParts): Recorder {
  const at = ({ id, learnt }: Pick<Call, 'id' | 'learnt'>) => ({
    atMs: clock.now(),
    run: learnt.conversation?.id ?? null,
    call: id,
  })
  const resultOf = ({ learnt }: Call, outcome: Outcome): ResultBody => ({
    outcome: outcome.kind === 'success' ? 'success' : outcome.error.code,
    resultHash: outcome.kind === 'success' ? hashOf(key, outcome.answer.value) : null,
    latencyMs: learnt.startedMs === undefined ? 0 : clock.now() - learnt.startedMs,
  })
  const bodyOf = (call: Call, outcome: Outcome | undefined): CallBody => {
    const { tool, prepared } = call.learnt
    const given = prepared ? prepared.input : (call.rawArguments ?? {})
    return {
      ...callerOf(call.learnt),
      ...targetOf(call),
      policyVersion,
      argumentsHash: hashOf(key, given),
      arguments: redact(given, tool),
      decision: decisionOf(call.learnt, outcome),
      result: outcome ? resultOf(call, outcome) : null,
    }
  }
  return Object.freeze<Recorder>({
    callEntries: (call, outcome) => [
      ...runEntry(call, clock.now()),
      { kind: 'call', ...at(call), body: bodyOf(call, outcome) },
    ],
    resultEntry: (call, outcome) => ({
      kind: 'result',
      ...at(call),
      body: resultOf(call, outcome),
    }),
    clearanceEntry: (call, body) => ({ kind: 'clearance', ...at(call), body }),
    grantEntry: (call, body) => ({ kind: 'grant', ...at(call), body }),
  })
}

function callerOf({ principal, user }: Learnt): Pick<CallBody, 'client' | 'user'> {
  if (!principal) return { client: null, user: null }
  return { client: principal.client.name, user: (user ?? principal.user)?.id ?? null }
}

function targetOf({
  toolName,
  learnt: { tool },
}: Call): Pick<CallBody, 'tool' | 'toolDigest' | 'tier'> {
  if (!tool) return { tool: toolName.slice(0, LONGEST_NAME), toolDigest: null, tier: null }
  return { tool: tool.name, toolDigest: toolDigest(tool), tier: tool.facts.tier }
}

/** The journal leaves it out where the conversation is known. */
function runEntry({ id, learnt }: Call, atMs: number): readonly Entry[] {
  const { principal, conversation } = learnt
  if (!principal || !conversation) return []
  const { name: client, profile } = principal.client
  const body = { client, user: principal.user?.id ?? null, profile }
  return [{ kind: 'run', atMs, run: conversation.id, call: id, body }]
}

function decisionOf(learnt: Learnt, outcome: Outcome | undefined): Decision {
  const { gate, grant = null } = learnt
  const verdict = verdictOf(learnt, outcome)
  const rule = ruleOf(learnt)
  if (!gate) return { verdict, rule, gate: null, proof: null, clearance: null, grant }
  const { level, proof, clearance } = gate
  // A call that got no further has consumed nothing, whatever it has shown.
  const consumed = verdict === 'allowed' ? (clearance?.id ?? null) : null
  return { verdict, rule, gate: level, proof, clearance: consumed, grant }
}

/** The step that decided; at the gate, what asked for it. */
function ruleOf({ decidedBy: step, gate }: Learnt): string {
  if (step === undefined) return gate?.rule ?? 'execute'
  return step === 'gate' && gate ? `${step}: ${gate.rule}` : step
}

const ASKS: ReadonlySet<ErrorCode> = new Set(['confirm_first', 'approval_pending'])

function verdictOf({ decidedBy }: Learnt, outcome: Outcome | undefined): Decision['verdict'] {
  if (outcome?.isReplayed === true) return 'replayed'
  if (outcome?.kind !== 'failure' || decidedBy === undefined) return 'allowed'
  return ASKS.has(outcome.error.code) ? 'asked' : 'refused'
}

/** What canonical JSON cannot say, such as a lone surrogate from a hostile client, is hashed as it came. */
function hashOf(key: Uint8Array, value: unknown): string {
  try {
    return keyedDigestOf(key, value)
  } catch {
    return keyedDigestOf(key, { uncanonical: JSON.stringify(value).toWellFormed() })
  }
}
