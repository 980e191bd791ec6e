import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type CallToolRequest,
  type CallToolResult,
  type InputRequiredResult,
  type McpRequestContext,
  type McpServerFactory,
  type ServerContext,
} from '@modelcontextprotocol/server'

import { mayAsk } from '../kernel/access.ts'
import { startCall, type Caller, type DialogAnswer } from '../kernel/call.ts'
import type { Counter } from '../kernel/counter.ts'
import { AskInDialog, AskInForm, type Question } from '../kernel/error.ts'
import type { Outcome } from '../kernel/outcome.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import { VERSION } from '../version.ts'
import { readMeta } from './call-meta.ts'
import { listingOf } from './describe.ts'
import { answerIn, askFormNext, askNext, askNow, canAsk } from './dialog.ts'
import { lineOf } from './line.ts'
import { argumentsAsCame } from './loose-call.ts'
import { present } from './present.ts'
import { endWhenWithdrawn, withdrawalOf } from './withdrawal.ts'

/** A list depends on the credential, so no shared cache may keep it. */
export const CACHE_HINTS = { 'tools/list': { ttlMs: 60_000, cacheScope: 'private' } } as const

export const SERVER_INFO = { name: 'toolcrib', version: VERSION } as const

/**
 * Makes the SDK's server for one request or connection, with our own dispatch: the SDK's `McpServer` would validate
 * before our policy could run, and tell a hidden tool from a missing one. With `onOpened` a client is promised word of a changed list.
 */
export function serverFactory(
  counter: Counter,
  callerOf: (context: McpRequestContext) => Caller,
  onOpened?: (server: Server) => void,
): McpServerFactory {
  return (context) => {
    const server = new Server(SERVER_INFO, {
      capabilities: { tools: onOpened ? { listChanged: true } : {} },
      cacheHints: CACHE_HINTS,
    })
    onOpened?.(server)
    // A session outlives the request that opened it, and each of its requests shows its own credential.
    const callerNow = ({ http }: ServerContext): Caller =>
      callerOf(http?.authInfo ? { ...context, authInfo: http.authInfo } : context)
    server.setRequestHandler('tools/list', async (_request, now) => {
      const caller = callerNow(now)
      const principal = await counter.authenticate(caller)
      if (!principal) return { tools: [] }
      const { access, client } = principal
      const asks = (tool: DeclaredTool): boolean => mayAsk(tool, access)
      const listing = listingOf(counter.view(principal), client.profile, asks)
      return { tools: [...listing] }
    })
    server.setRequestHandler('tools/call', ({ params }, now) => {
      const connection = { counter, caller: callerNow(now), context, server }
      const running = answer(connection, params, now.mcpReq)
      endWhenWithdrawn(server, now.mcpReq, running)
      return running
    })
    return server
  }
}

interface Connection {
  readonly counter: Counter
  readonly caller: Caller
  readonly context: McpRequestContext
  readonly server: Server
}

type Params = CallToolRequest['params']
type Request = ServerContext['mcpReq']

/** Runs the call; where it has to be confirmed and the client can ask its person, the client does, in its era's way. */
async function answer(
  connection: Connection,
  params: Params,
  request: Request,
): Promise<CallToolResult | InputRequiredResult> {
  const { result, question } = await run(connection, params, request, answerIn(request))
  if (!question) return result
  if (question instanceof AskInForm) return askFormNext(question)
  if (connection.context.era === 'modern') return askNext(question)
  const answered = await askNow(question, request)
  // Nobody waits for the answer any more.
  if (request.signal.aborted) return result
  return (await run(connection, params, request, answered)).result
}

interface Ran {
  readonly result: CallToolResult
  /** What has to be asked first, and can be. */
  readonly question: Question | AskInForm | undefined
}

/** One way through the whole policy. The second one, with a person's answer, is a call of its own with its own deadline. */
async function run(
  { counter, caller, context, server }: Connection,
  { name, arguments: args, _meta }: Params,
  request: Request,
  answered: DialogAnswer | undefined,
): Promise<Ran> {
  const { idempotencyKey, ...handle } = readMeta(_meta)
  const canAskNow = canAsk(server, context.era, request)
  const call = startCall({
    caller: { ...caller, ...handle },
    toolName: name,
    rawArguments: argumentsAsCame(args),
    ...withdrawalOf(context, request.signal),
    idempotencyKey,
    canAsk: canAskNow,
    line: lineOf(request, canAskNow && context.era === 'legacy'),
    answered,
  })
  const outcome = await counter.run(call)
  refuseForgery(outcome)
  const profile = call.learnt.principal?.client.profile ?? 'voice'
  return {
    result: present(outcome, profile, call.id),
    question: call.canAsk ? questionIn(outcome) : undefined,
  }
}

function questionIn(outcome: Outcome): Question | AskInForm | undefined {
  if (outcome.kind !== 'failure') return undefined
  const { error } = outcome
  if (error instanceof AskInForm) return error
  return error instanceof AskInDialog ? error.question : undefined
}

/**
 * The one refusal of a call that is a protocol error, as the revision has it: only the client's own program can have
 * brought a state that is not the one it was given, and no model has to hear of it.
 */
function refuseForgery(outcome: Outcome): void {
  if (outcome.kind === 'failure' && outcome.error.code === 'answer_refused')
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, outcome.error.message)
}
