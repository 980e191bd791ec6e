import type { MailOutcome, ToolError } from '../../src/index.ts'
import { viewOf, type MessageView } from './message-view.ts'
import { idOf, type Message } from './message.ts'
import { beingSent, notTaken, uncertain } from './refusals.ts'
import type { Services } from './tool.ts'

/** Sends a message unless somebody else does or did, and writes down what came of it. */
export async function sendOnce(
  message: Message,
  services: Services,
  operationKey: string | undefined,
): Promise<MessageView | ToolError> {
  const { outbox, mailer, now } = services
  const id = idOf(message)
  // On disk before the mail server hears of it: a crash from here on leaves a doubt, and never a second mail.
  if (!outbox.begin(message.number, operationKey)) return beingSent(id)
  const { recipient: to, subject, text } = message
  const outcome = await mailer.send({ to, subject, text, key: mailKeyOf(message) })
  const fault = settled(message, outcome, services)
  if (outcome.kind === 'accepted') return viewOf({ ...message, state: 'sent' }, now())
  if (fault) return uncertain(id, fault)
  return outcome.kind === 'refused'
    ? notTaken(id, outcome.why)
    : uncertain(id, new Error(outcome.why))
}

/** The same for every try at one message, so that its copies can be recognised. */
function mailKeyOf({ conversation, number, draftedMs }: Message): string {
  return `messages ${conversation} ${number} ${draftedMs}`
}

const STATE_AFTER = { accepted: 'sent', refused: 'failed', in_doubt: 'in_doubt' } as const

/**
 * Answers what kept the books from being written. The message then stays as one that is being sent, and is not sent
 * again; above all, no error may claim that nothing was done when the mail is out.
 */
function settled(
  { number }: Message,
  { kind }: MailOutcome,
  { outbox }: Services,
): Error | undefined {
  try {
    outbox.settle(number, STATE_AFTER[kind])
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
