import {
  CLIENT_CAPABILITIES_META_KEY,
  inputRequired,
  inputResponse,
  type InputRequiredResult,
  type McpRequestContext,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server'

import type { DialogAnswer } from '../kernel/call.ts'
import type { AskInForm, Question } from '../kernel/error.ts'
import { formSchema } from '../kernel/form-schema.ts'
import type { FormQuestion } from '../kernel/form.ts'
import { isRecord, type Fields } from '../kernel/json.ts'

type Era = McpRequestContext['era']
type Request = ServerContext['mcpReq']

/** Our one question's name among the answers. */
const CONFIRM = 'confirm'

/** As long as a question counts. Its person may take that long; no deadline runs meanwhile, because no call does. */
const ANSWER_WITHIN_MS = 5 * 60_000

/**
 * Whether the client can show its person a form. In the 2026 era it says so with every request; in the 2025 era when it
 * connects, which a server without sessions has forgotten by the time of the call.
 */
export function canAsk(server: Server, era: Era, { envelope }: Request): boolean {
  const said = envelope as Fields | undefined
  const capabilities: unknown =
    era === 'modern' ? said?.[CLIENT_CAPABILITIES_META_KEY] : server.getClientCapabilities()
  const elicitation = isRecord(capabilities) ? capabilities['elicitation'] : undefined
  if (!isRecord(elicitation)) return false
  const { form, url } = elicitation
  // From before there were two modes, a client that names neither can show forms.
  return form === undefined ? url === undefined : isRecord(form)
}

/** The question as a 2026-era answer: its client puts it, and calls again with what was said. */
export function askNext({ message, state }: Question): InputRequiredResult {
  const form = inputRequired.elicit({ message, requestedSchema: FORM })
  return inputRequired({ inputRequests: { [CONFIRM]: form }, requestState: state })
}

/**
 * Puts the question to a 2025-era client while its call waits. A client that cannot ask after all, or whose person does
 * not answer in time, has closed the dialog without an answer: then the agent asks.
 */
export async function askNow(
  { message, state }: Question,
  request: Request,
): Promise<DialogAnswer> {
  const params = { mode: 'form' as const, message, requestedSchema: FORM }
  const options = { signal: request.signal, timeout: ANSWER_WITHIN_MS }
  try {
    const answer = await request.send({ method: 'elicitation/create', params }, options)
    return { state, action: actionIn({ [CONFIRM]: answer }) }
  } catch {
    return { state, action: 'cancel' }
  }
}

/**
 * What a 2026-era call brings back. An answer without the state that went with its question is nobody's: a client that
 * sends one along with its first call has asked no one.
 */
export function answerIn({ requestState, inputResponses }: Request): DialogAnswer | undefined {
  const state: unknown = requestState()
  if (state === undefined) return undefined
  return {
    state: typeof state === 'string' ? state : '',
    action: actionIn(inputResponses),
    forms: inputResponses ?? {},
  }
}

type AskedForm = Parameters<typeof inputRequired.elicit>[0]

/** A handler's question as a 2026-era answer, under the name that its author gave it. */
export function askFormNext({ question, state }: AskInForm): InputRequiredResult {
  const form = inputRequired.elicit(asked(question))
  return inputRequired({ inputRequests: { [question.name]: form }, requestState: state })
}

/** Puts a handler's question to a 2025-era client while its call waits. Rejects when nothing comes back in time. */
export function putForm(question: FormQuestion, request: Request): Promise<unknown> {
  const params = { mode: 'form' as const, ...asked(question) }
  const options = { signal: request.signal, timeout: ANSWER_WITHIN_MS }
  return request.send({ method: 'elicitation/create', params }, options)
}

function asked({ message, form }: FormQuestion): AskedForm {
  return { message, requestedSchema: formSchema(form) } as AskedForm
}

function actionIn(answers: Request['inputResponses']): DialogAnswer['action'] {
  const answer = inputResponse(answers, CONFIRM)
  if (answer.kind !== 'elicit') return 'cancel'
  if (answer.action !== 'accept') return answer.action
  return answer.content?.['confirm'] === true ? 'accept' : 'decline'
}

const FORM = {
  type: 'object' as const,
  properties: {
    confirm: {
      type: 'boolean' as const,
      title: 'Confirm',
      description: 'Yes: do it. No: leave everything as it is.',
    },
  },
  required: ['confirm'],
}
