import { idOf, type Message, type State } from './message.ts'

/** A message as tools answer it. */
export interface MessageView {
  readonly message_id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly state: State
}

/** Longer than any sending takes: a message that is still being sent by then was left so by a crash. */
const STUCK_MS = 10_000

export function viewOf(message: Message, nowMs: number): MessageView {
  const { recipient: to, subject, text, state, changedMs } = message
  const isStuck = state === 'sending' && nowMs - changedMs > STUCK_MS
  return { message_id: idOf(message), to, subject, text, state: isStuck ? 'in_doubt' : state }
}

/** For answers that may be read: everything, line by line. */
export function detailsOf({ message_id, to, subject, text, state }: MessageView): string {
  return `${message_id} (${state.replace('_', ' ')})\nTo: ${to}\nSubject: ${subject}\n\n${text}`
}
