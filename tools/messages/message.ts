/**
 * `sending` is written before the mail server is spoken to, and a message leaves it only by what came of that: so a
 * message that may have been sent never looks like one that was not.
 */
export const STATES = ['draft', 'sending', 'sent', 'failed', 'in_doubt'] as const

export type State = (typeof STATES)[number]

/**
 * A message in the outbox. Nothing changes its recipient, subject or text after it was drafted: what was confirmed is
 * what is sent.
 */
export interface Message {
  readonly number: number
  readonly client: string
  /** The id of the conversation that drafted it. */
  readonly conversation: string
  readonly recipient: string
  readonly subject: string
  readonly text: string
  readonly state: State
  /** Epoch milliseconds. */
  readonly draftedMs: number
  /** When its state was written last. */
  readonly changedMs: number
}

/** A message that is still to be written. */
export type NewMessage = Omit<Message, 'number' | 'state' | 'draftedMs' | 'changedMs'>

/** What its id is said and written as, for example `M-1842`. */
export function idOf({ number }: Pick<Message, 'number'>): string {
  return `M-${number}`
}

/** Reads an id as people say and type it, such as `m 1842`. */
export function readId(text: string): number | undefined {
  const digits = /^m?([1-9]\d{3,8})$/.exec(text.toLowerCase().replaceAll(/[^a-z\d]/g, ''))?.[1]
  return digits === undefined ? undefined : Number(digits)
}
