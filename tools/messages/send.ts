import * as z from 'zod'

import type { CallContext, ToolError } from '../../src/index.ts'
import * as fields from './fields.ts'
import { viewOf, type MessageView } from './message-view.ts'
import { idOf, type Message } from './message.ts'
import { ownedMessage } from './owned-message.ts'
import { letterPhrase } from './phrases.ts'
import { abandoned, alreadySent, beingSent, NOT_ALLOWED, uncertain } from './refusals.ts'
import { sampleMessage } from './sample-message.ts'
import { sendOnce } from './send-once.ts'
import { tool, type Services } from './tool.ts'

export const send = tool({
  name: 'send',
  title: 'Send a message',
  does: 'Send a drafted email to its recipient, which cannot be undone.',
  useWhen: 'a message is drafted, the caller has heard what it says and to whom, and wants it sent',
  avoidWhen:
    'there is no draft yet; use messages_draft. Do not call it again when it is not certain whether a message was sent; use messages_check',
  returns: 'that the message was sent, or why it was not, ready to say aloud',
  examples: [{ message_id: 'M-1842' }],
  tier: 'irreversible',
  scopes: ['messages:send'],
  recorded: ['message_id'],
  input: z.strictObject({ message_id: fields.messageId }),
  // A message is never edited, so what is resolved and confirmed here is, word for word, what will be sent.
  plan: ({ message_id: id }, services, context) => {
    const message = allowedMessage(id, services, context)
    if ('code' in message) return message
    const { recipient: to, subject, text } = message
    return (
      whyNotSendable(message, services) ?? {
        resolved: { message_id: idOf(message), to, subject, text },
        readBack: `send ${idOf(message)} ${letterPhrase({ to, subject, text }, services.say)}`,
      }
    )
  },
  handler: async ({ message_id: id }, services, context) => {
    const message = allowedMessage(id, services, context)
    if ('code' in message) return message
    // A retry of the call that sent it gets the true answer, and nothing is sent.
    if (message.state === 'sent') return viewOf(message, services.now())
    const refusal = whyNotSendable(message, services)
    if (refusal) return refusal
    if (context.signal.aborted) return abandoned(idOf(message))
    return sendOnce(message, services, context.operationKey)
  },
  concise: ({ message_id: id, to }: MessageView) => `${id} to ${to} was sent.`,
  samples: [sampleMessage('sent')],
})

/** Asked again at sending, because the list may have changed since the message was drafted. */
function allowedMessage(id: string, services: Services, context: CallContext): Message | ToolError {
  const message = ownedMessage(id, services, context)
  if ('code' in message) return message
  const allowed = services.allowList.recipientFor(context.client, message.recipient)
  return allowed === message.recipient ? message : NOT_ALLOWED
}

/** What has to be known before somebody is asked for a code that would be of no use. */
function whyNotSendable(message: Message, { now }: Services): ToolError | undefined {
  const { state, message_id: id } = viewOf(message, now())
  if (state === 'sent') return alreadySent(id)
  if (state === 'sending') return beingSent(id)
  return state === 'in_doubt' ? uncertain(id) : undefined
}
