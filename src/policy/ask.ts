import { randomUUID } from 'node:crypto'

import type { ActingUser } from '../kernel/acting-user.ts'
import type { Call, HasPlan, HasPrincipal, HasTool, HasUser } from '../kernel/call.ts'
import type { Clearance, ClearanceKind } from '../kernel/clearance.ts'
import { AskInDialog, refuse, ToolError, type ErrorCode } from '../kernel/error.ts'
import type { Attempts, Clock } from '../kernel/host.ts'
import type { AskedWhere, Journal } from '../kernel/journal.ts'
import type { ClearanceBody } from '../kernel/ledger.ts'
import type { Delivery, Notice, Notifier } from '../kernel/notifier.ts'
import type { Codes } from './codes.ts'
import { notRecorded } from './observe.ts'
import type { Recorder } from './recorder.ts'
import { withdrawn } from './withdrawn.ts'

export type AskedCall = Call & HasPrincipal & HasTool & HasUser & HasPlan

export interface AskParts {
  readonly journal: Journal
  readonly recorder: Recorder
  readonly codes: Codes
  readonly attempts: Attempts
  readonly notifier: Notifier | undefined
  readonly clock: Clock
}

/** Why a question is put once more, and what is said before it. */
export interface Again {
  readonly code: ErrorCode
  readonly words: string
}

/** A yes belongs to this moment of a conversation. */
const LIFE_MS = 5 * 60_000
const TRIES = 3
/** A code that was sent a moment ago is on its way; sending another would void it. */
const RESEND_AFTER_MS = 60_000
const WINDOW_MS = 10 * 60_000

/** Asks for a yes, by the way that the gate wants: the refusal that it is answered with says what to do next. */
export function asker(parts: AskParts) {
  return Object.freeze({
    /** The agent reads back what would happen; or the client's own dialog asks its person. */
    spoken: (call: AskedCall, again?: Again) => caught(call, () => askSpoken(parts, call, again)),
    /** A code goes to the person where the agent cannot see it. */
    delivered: (call: AskedCall) => caught(call, () => askDelivered(parts, call)),
  })
}

async function askSpoken(parts: AskParts, call: AskedCall, again?: Again): Promise<ToolError> {
  const { principal, conversation, plan, answered } = call
  const { name } = principal.client
  const limit = `ask ${name} ${conversation?.id ?? ''} ${call.tool.name}`
  if (!(await mayAsk(parts, limit, 12))) return tooMany()
  // A client whose dialog came to nothing is asked the other way, or it would be asked in circles.
  const inDialog = call.canAsk && answered === undefined
  const code = parts.codes.draw(4)
  const clearance = newClearance(parts, call, { kind: inDialog ? 'dialog' : 'spoken', code })
  await issue(parts, call, clearance)
  const words = again ? `${again.words} ` : ''
  const readBack = oneLine(plan.readBack)
  const what = again?.code ?? 'confirm_first'
  if (!inDialog)
    return refuse(
      what,
      `${words}Read this back to the caller: ${readBack}. When they say yes, send the same request again with confirmation_code ${code}.`,
    )
  const state = parts.codes.seal(clearance.id, plan.binding)
  const message = `${words}Confirm: ${readBack}.`
  return new AskInDialog(what, `${words}The person has to confirm this first.`, { message, state })
}

async function askDelivered(parts: AskParts, call: AskedCall): Promise<ToolError> {
  const { journal, notifier, codes, clock } = parts
  const { user, plan, principal } = call
  if (!notifier || !user || !notifier.canReach(user)) return noChannel()
  const recent = journal
    .clearances(whereOf(call), clock.now())
    .find((sent) => isOnItsWay(sent, plan.binding, clock.now()))
  if (recent)
    return refuse(
      'confirm_first',
      'A code was sent a moment ago. Ask the person for it, then send the same request again with confirmation_code set to it.',
    )
  if (!(await mayAsk(parts, `deliver ${principal.client.name} ${user.id}`, 5))) return tooMany()
  const code = codes.draw(6)
  const clearance = newClearance(parts, call, { kind: 'delivered', code })
  await issue(parts, call, clearance)
  const delivery = await delivered(notifier, { to: user, ...noticeOf(call, user, code) })
  if (delivery.ok)
    return refuse(
      'confirm_first',
      `This needs a code, which was sent to ${delivery.to} just now. Ask the person for it, then send the same request again with confirmation_code set to it. Nothing has been done yet.`,
    )
  // Why is for the log alone: mail servers name addresses, and repeat what they refuse.
  const body = bodyOf(clearance, 'not_delivered', null)
  await journal.voidClearance(clearance.id, [parts.recorder.clearanceEntry(call, body)])
  const cause = new Error(delivery.why.replaceAll(code, '[code]'))
  return new ToolError('not_delivered', NOT_DELIVERED, { cause })
}

/** A notifier that breaks its promise and throws has not delivered. */
async function delivered(notifier: Notifier, notice: Notice): Promise<Delivery> {
  try {
    return await notifier.deliver(notice)
  } catch (error) {
    return { ok: false, why: String(error) }
  }
}

const NOT_DELIVERED =
  'This needs a code, which could not be sent. Nothing was done; try again later, or hand over to a colleague.'

function isOnItsWay(sent: Clearance, binding: string, nowMs: number): boolean {
  return (
    sent.kind === 'delivered' &&
    sent.state === 'open' &&
    sent.binding === binding &&
    sent.issuedAtMs > nowMs - RESEND_AFTER_MS
  )
}

/** What is in the message besides the code: a person must not have to trust the agent about what the code is for. */
function noticeOf({ plan, tool, principal }: AskedCall, user: ActingUser, code: string) {
  const text = [
    `Hello ${oneLine(user.name)},`,
    `the code is ${code}. It allows this once, within ${LIFE_MS / 60_000} minutes:`,
    `  ${oneLine(tool.facts.title)}: ${oneLine(plan.readBack)}`,
    `It was asked for by "${principal.client.name}". If that was not for you, do nothing: without the code it does not happen.`,
  ].join('\n\n')
  return { subject: `Your code for: ${oneLine(tool.facts.title)}`, text }
}

/** Line breaks from arguments must not make paragraphs that look like ours. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
}

function newClearance(
  { codes, clock }: AskParts,
  call: AskedCall,
  { kind, code }: { readonly kind: ClearanceKind; readonly code: string },
): Clearance {
  const { principal, user, plan } = call
  const id = randomUUID()
  const nowMs = clock.now()
  return {
    id,
    kind,
    ...whereOf(call),
    user: user?.id ?? null,
    binding: plan.binding,
    codeHash: codes.hash(code, id, plan.binding),
    issuedAtMs: nowMs,
    // A dialog is answered by its person, however fast: only an agent has to be slowed down.
    ripeAtMs: nowMs + (kind === 'dialog' ? 0 : principal.client.confirmAfterMs),
    expiresAtMs: nowMs + LIFE_MS,
    triesLeft: TRIES,
    state: 'open',
  }
}

/** Where what this call is asked counts. */
export function whereOf({ principal, tool, conversation }: AskedCall): AskedWhere {
  return {
    client: principal.client.name,
    tool: tool.name,
    conversation: conversation?.id ?? null,
  }
}

async function issue({ journal, recorder }: AskParts, call: AskedCall, clearance: Clearance) {
  const entry = recorder.clearanceEntry(call, bodyOf(clearance, 'issued', null))
  await journal.issue(clearance, [entry])
}

export function bodyOf(
  { id, kind, tool, binding }: Clearance,
  event: ClearanceBody['event'],
  why: string | null,
): ClearanceBody {
  return { id, event, kind, tool, binding, why }
}

/** Codes can be guessed only as often as they are made, and a person must not be buried in messages. */
async function mayAsk({ attempts }: AskParts, key: string, most: number): Promise<boolean> {
  return attempts.take([{ key, most, windowMs: WINDOW_MS }])
}

function tooMany(): ToolError {
  return refuse(
    'too_many_tries',
    'This was asked for too often, so it cannot be confirmed for a while. Hand over to a colleague.',
  )
}

function noChannel(): ToolError {
  return refuse(
    'no_channel',
    'This needs a code that is sent to the person, and there is no way to reach them. Hand over to a colleague.',
  )
}

/** A question that is not on record was not asked. */
async function caught({ signal }: Call, ask: () => Promise<ToolError>): Promise<ToolError> {
  // Nobody would hear the question, and it would end one that somebody has heard.
  if (signal.aborted) return withdrawn()
  try {
    return await ask()
  } catch (error) {
    return notRecorded(error)
  }
}
