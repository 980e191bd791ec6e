import type { State } from './message.ts'
import type { MessageView } from './message-view.ts'

/** For the linter, which renders it. */
export function sampleMessage(state: State): MessageView {
  return {
    message_id: 'M-1842',
    to: 'ada@example.com',
    subject: 'Your table on Friday',
    text: 'Your table for four is ready at half past seven on Friday.',
    state,
  }
}
