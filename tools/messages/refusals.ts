import { refuse, ToolError } from '../../src/index.ts'

export const NO_CONVERSATION = refuse(
  'no_conversation',
  'This connection did not name its conversation, so no message can be kept for it. Hand over to a colleague, and have the operator set a conversation handle.',
)

export const NO_ADDRESS = refuse(
  'invalid_input',
  'That is not one plain email address. Give a single one such as ada@example.com, in plain letters and without a name.',
)

export const NO_TEXT = refuse(
  'invalid_input',
  'The subject or the text is empty. Ask what the message should say.',
)

export const NO_ID = refuse(
  'invalid_input',
  'That is not the id of a message. Give the one that you got when it was drafted, such as M-1842.',
)

/** Word for word the same for a message that is not there and for one of another conversation. */
export const UNKNOWN_MESSAGE = refuse(
  'not_found',
  'There is no such message in this conversation. Check its id, or draft it again.',
)

/** Says nothing of who may be written to instead: those are other people's addresses. */
export const NOT_ALLOWED = refuse(
  'conflict',
  'Messages to that address cannot be sent from here. Ask for another address, or hand over to a colleague.',
)

export function abandoned(id: string): ToolError {
  return refuse('cancelled', `The call was broken off before ${id} was sent. Nothing was sent.`)
}

export function alreadySent(id: string): ToolError {
  return refuse('conflict', `${id} was sent already, and is not sent a second time.`)
}

export function beingSent(id: string): ToolError {
  return refuse(
    'in_doubt',
    `${id} is being sent by another call just now. Check the message in a moment, and do not send it again.`,
  )
}

/** `why` is for the log. */
export function notTaken(id: string, why: string): ToolError {
  return new ToolError(
    'conflict',
    `The mail server did not take ${id}, so it was not sent. Check the address with the caller, or try to send it again later.`,
    { cause: new Error(why) },
  )
}

/** `cause` is for the log. */
export function uncertain(id: string, cause?: unknown): ToolError {
  return new ToolError(
    'in_doubt',
    `It is not certain whether ${id} was sent. Do not send it again; a colleague can ask the recipient.`,
    { cause },
  )
}
