import type { CallContext, ToolError } from '../../src/index.ts'
import { readId, type Message } from './message.ts'
import { NO_CONVERSATION, NO_ID, UNKNOWN_MESSAGE } from './refusals.ts'
import type { Services } from './tool.ts'

/** Finds a message by its id, for the conversation of the client that drafted it, and for nobody else. */
export function ownedMessage(
  id: string,
  { outbox }: Services,
  { client, conversation }: CallContext,
): Message | ToolError {
  if (!conversation) return NO_CONVERSATION
  const number = readId(id)
  if (number === undefined) return NO_ID
  return outbox.find(number, { client, conversation: conversation.id }) ?? UNKNOWN_MESSAGE
}
