import type {
  Call,
  DialogAnswer,
  HasPrepared,
  HasPrincipal,
  HasRecalled,
  HasTool,
  HasUser,
} from '../kernel/call.ts'
import { digestOf } from '../kernel/canonical-json.ts'
import { refuse, type ToolError } from '../kernel/error.ts'
import type { Attempts, Clock } from '../kernel/host.ts'
import type { Derive } from '../kernel/pipeline.ts'
import type { AskedSeals } from './asked-seals.ts'
import { toolDigest } from './tool-digest.ts'

type Needs = Call & HasPrincipal & HasTool & HasUser & HasPrepared

export interface RecallParts {
  readonly seals: AskedSeals
  readonly attempts: Attempts
  readonly clock: Clock
}

/** As long as a question counts, and as long as it is remembered that it was answered. */
export const ASKED_FOR_MS = 10 * 60_000

/**
 * Learns what the person behind a read was asked in earlier rounds, and what they said. The state that brings it counts
 * once, and only for the client, person, conversation, tool and arguments that it was made for: replayed, changed or
 * carried over from another request it is refused. Changes ask no questions of this kind; their states are the gate's.
 */
export function recall({ seals, attempts, clock }: RecallParts): Derive<Needs, HasRecalled> {
  const recalled = async (
    call: Needs,
    answered: DialogAnswer,
  ): Promise<HasRecalled | ToolError> => {
    const state = seals.open(answered.state, askedBinding(call))
    if (!state || state.expiresAtMs <= clock.now()) return refuse('answer_refused', NOT_YOURS)
    const once = { key: `asked ${state.id}`, most: 1, windowMs: ASKED_FOR_MS }
    if (!(await attempts.take([once]))) return refuse('answer_refused', USED)
    const { answers, open } = state
    return { recalled: { answers, open: { ...open, brought: answered.forms?.[open.name] } } }
  }
  return function recall(call) {
    const { answered, tool } = call
    return answered && tool.facts.tier === 'read' ? recalled(call, answered) : NOTHING
  }
}

const NOTHING: HasRecalled = { recalled: { answers: {}, open: undefined } }

const NOT_YOURS =
  'That answer belongs to no open question of this request. Send the request again without it to be asked anew.'

const USED =
  'That answer has been used already. Send the request again without it to be asked anew.'

/** Everything that an answer counts for. */
export function askedBinding({ principal, user, conversation, tool, prepared }: Needs): string {
  return digestOf({
    v: 1,
    client: principal.client.name,
    user: user?.id ?? null,
    conversation: conversation?.id ?? null,
    tool: tool.name,
    definition: toolDigest(tool),
    arguments: prepared.input ?? null,
  })
}
