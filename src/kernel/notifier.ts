import type { ActingUser } from './acting-user.ts'

/** What a person has to read, on a channel that the agent does not see. */
export interface Notice {
  readonly to: ActingUser
  /** One line: what it is about. */
  readonly subject: string
  /** Plain text. */
  readonly text: string
}

/** Whether it is on its way. `to` names the place so that it can be said without giving it away; `why` is for the log. */
export type Delivery =
  | { readonly ok: true; readonly to: string }
  | { readonly ok: false; readonly why: string }

/** Reaches people outside the conversation. */
export interface Notifier {
  /** Whether there is a way to reach this person at all. */
  canReach(user: ActingUser): boolean
  /** Resolves within a few seconds, and never rejects. */
  deliver(notice: Notice): Promise<Delivery>
}
