/** Every way in which the API refuses, and the status that goes with it. */
export const STATUS_OF = Object.freeze({
  not_allowed: 403,
  nothing_here: 404,
  wrong_method: 405,
  wrong_type: 415,
  too_large: 413,
  bad_body: 400,
  bad_request: 400,
  no_operator: 401,
  unknown_ticket: 404,
  own_ticket: 403,
  not_seen: 409,
  decided_already: 409,
  over: 409,
  changed: 409,
  no_reason: 422,
  too_many_streams: 429,
  not_recorded: 503,
  stopping: 503,
  internal: 500,
})

export type RefusalCode = keyof typeof STATUS_OF

export interface Refusal<Code extends RefusalCode = RefusalCode> {
  readonly code: Code
  /** For whoever asked. It repeats nothing that was sent. */
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}
