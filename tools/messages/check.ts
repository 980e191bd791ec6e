import * as z from 'zod'

import * as fields from './fields.ts'
import { detailsOf, viewOf, type MessageView } from './message-view.ts'
import { STATES, type State } from './message.ts'
import { ownedMessage } from './owned-message.ts'
import { sampleMessage } from './sample-message.ts'
import { tool } from './tool.ts'

const WHAT_IS: Readonly<Record<State, string>> = {
  draft: 'is drafted and not sent yet.',
  sending: 'is being sent just now. Check it again in a moment.',
  sent: 'was sent.',
  failed: 'was not sent, because the mail server did not take it. It can be sent again.',
  in_doubt: 'may have been sent or not. Do not send it again; a colleague can ask the recipient.',
}

export const check = tool({
  name: 'check',
  title: 'Check a message',
  does: 'Check whether a message of this conversation is drafted, sent, refused or in doubt.',
  useWhen:
    'an answer said that it is not certain whether a message was sent, or the caller asks what became of it',
  avoidWhen: 'there is no message yet; use messages_draft to write one',
  returns: 'what became of the message, ready to say aloud',
  examples: [{ message_id: 'M-1842' }],
  tier: 'read',
  scopes: ['messages:read'],
  recorded: ['message_id'],
  input: z.strictObject({ message_id: fields.messageId }),
  handler: ({ message_id: id }, services, context) => {
    const message = ownedMessage(id, services, context)
    return 'code' in message ? message : viewOf(message, services.now())
  },
  concise: ({ message_id: id, to, state }: MessageView) => `${id} to ${to} ${WHAT_IS[state]}`,
  detailed: detailsOf,
  samples: STATES.map(sampleMessage),
})
