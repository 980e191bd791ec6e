import type {
  Call,
  HasPrepared,
  HasPrincipal,
  HasRecalled,
  HasTool,
  HasUser,
} from '../kernel/call.ts'
import { refuse, toToolError, type ToolError } from '../kernel/error.ts'
import { failure, success, type Answer, type Outcome } from '../kernel/outcome.ts'
import type { Clock } from '../kernel/host.ts'
import type { Run } from '../kernel/pipeline.ts'
import type { Format, Reply } from '../kernel/reply.ts'
import { askPerson } from './ask-person.ts'
import type { RecallParts } from './recall.ts'
import { progressReports } from './report-progress.ts'
import { standingsOf, type StandingParts } from './standings.ts'

export interface ExecuteParts extends StandingParts {
  /** Says what a throw was that is not a bug, such as a store that is busy. */
  readonly knownTrouble: (thrown: unknown) => ToolError | undefined
  /** For questions of a handler. */
  readonly asking: RecallParts
  readonly clock: Clock
}

type Needs = Call & HasPrincipal & HasTool & HasUser & HasPrepared & HasRecalled

/** Runs the handler, then makes the one rendering that was asked for. */
export function execute({ knownTrouble, clock, asking, ...parts }: ExecuteParts): Run<Needs> {
  return async (call): Promise<Outcome> => {
    const { id, prepared, principal, conversation, signal, learnt } = call
    // The client was answered already, and told that nothing was changed.
    if (signal.aborted) return failure(refuse('timeout', 'The time for this call ran out.'))
    const client = principal.client.name
    const { operationKey } = learnt
    const standings = () => {
      const whose = { client, conversation: conversation?.id ?? null, nowMs: clock.now() }
      return standingsOf(parts, whose)
    }
    const { report: progress, close } = progressReports(call, clock)
    const { ask, pending } = askPerson(call, asking)
    const context = { callId: id, client, signal, conversation, operationKey, standings }
    let reply: Reply | ToolError
    try {
      reply = await prepared.execute({ ...context, progress, ask })
    } catch (thrown) {
      reply = knownTrouble(thrown) ?? toToolError(thrown)
    } finally {
      close()
    }
    // Whatever a handler made of a question that has no answer yet, it is put.
    const question = pending()
    if (question) return failure(question)
    return reply instanceof Error ? failure(reply) : success(answerOf(reply, call.format))
  }
}

/** All of an author's code has run when this returns: what follows handles plain data, and cannot throw secrets. */
function answerOf(reply: Reply, format: Format): Answer {
  return {
    text: reply.text(format),
    value: plain(reply.value),
    attachments: reply.attachments().map(plain),
  }
}

/** The value as JSON would carry it. Getters and `toJSON` run here, where a throw is a bug like any other. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value))
}
