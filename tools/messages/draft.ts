import * as z from 'zod'

import { readAddress } from './address.ts'
import { detailsOf, viewOf, type MessageView } from './message-view.ts'
import { letterPhrase } from './phrases.ts'
import { plainLine, plainText } from './plain-text.ts'
import { NO_ADDRESS, NO_CONVERSATION, NO_TEXT, NOT_ALLOWED } from './refusals.ts'
import { sampleMessage } from './sample-message.ts'
import { tool } from './tool.ts'

/** A client that lost the answer asks again within this time. */
const SAME_DRAFT_MS = 120_000

export const draft = tool({
  name: 'draft',
  title: 'Draft a message',
  does: 'Draft an email to one recipient, and keep it without sending it.',
  useWhen:
    'the caller wants something passed on by email, and you know the address and what it should say',
  avoidWhen:
    'the message is drafted already; use messages_send to send it. A draft cannot be edited: to change one, draft another',
  returns: 'the id of the draft, the recipient and what it says, ready to say aloud',
  examples: [
    {
      to: 'ada@example.com',
      subject: 'Your table on Friday',
      text: 'Your table for four is ready at half past seven on Friday.',
    },
  ],
  tier: 'write',
  scopes: ['messages:write'],
  duplicatesWithinMs: SAME_DRAFT_MS,
  input: z.strictObject({
    to: z
      .string()
      .max(254)
      .describe('One email address and nothing else, for example ada@example.com.'),
    subject: z
      .string()
      .max(120)
      .describe('What it is about, on one line of at most 120 characters.'),
    text: z
      .string()
      .max(2_000)
      .describe('What it says, as plain text without markup, at most 2000 characters.'),
  }),
  handler: (
    { to, subject: rawSubject, text: rawText },
    { outbox, allowList, now },
    { client, conversation },
  ) => {
    if (!conversation) return NO_CONVERSATION
    const address = readAddress(to)
    if (address === undefined) return NO_ADDRESS
    const recipient = allowList.recipientFor(client, address)
    if (recipient === undefined) return NOT_ALLOWED
    const [subject, text] = [plainLine(rawSubject), plainText(rawText)]
    if (subject === '' || text === '') return NO_TEXT
    const owner = { client, conversation: conversation.id }
    return viewOf(outbox.draft({ ...owner, recipient, subject, text }), now())
  },
  concise: (message: MessageView, { say }) =>
    `${message.message_id} is drafted ${letterPhrase(message, say)}. It is not sent yet.`,
  detailed: detailsOf,
  samples: [sampleMessage('draft')],
})
