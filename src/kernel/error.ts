import type { FormQuestion } from './form.ts'

/**
 * Every failure a client can meet. One row per code; a code is spelled nowhere else.
 * `level`: how loud the log line is. `means`: what happened, for the people who read the log and the README.
 */
export const ERRORS = {
  unauthenticated: { level: 'warn', means: 'the credential is not, or no longer, good' },
  bad_handle: { level: 'warn', means: 'the conversation handle cannot be kept' },
  too_fast: { level: 'warn', means: 'the client is over its rate; says how long to wait' },
  unknown_tool: { level: 'info', means: 'no such tool for this client; names the nearest it has' },
  insufficient_scope: {
    level: 'info',
    means: 'the token lacks a scope; over HTTP the status 403 says which are needed',
  },
  no_conversation: { level: 'warn', means: 'the tool needs a conversation, and none was named' },
  not_verified: { level: 'info', means: 'the tool needs a proof; names the tool that takes it' },
  invalid_input: {
    level: 'info',
    means: 'the arguments are not valid; names field, fault, example',
  },
  confirm_first: {
    level: 'info',
    means: 'a yes is needed first; says what to read back, or where the code was sent',
  },
  confirmation_wrong: {
    level: 'warn',
    means: 'the code is not one for this request; says how to get one',
  },
  confirmation_changed: {
    level: 'warn',
    means: 'something differs from what was confirmed; the confirmation is void',
  },
  confirmation_expired: { level: 'info', means: 'the code is too old' },
  confirmation_used: { level: 'warn', means: 'the code has served already' },
  confirmation_too_soon: {
    level: 'warn',
    means: 'the yes came sooner than a person could have given it',
  },
  declined: { level: 'info', means: 'the person was asked, and did not agree' },
  ask_first: { level: 'info', means: 'the person has to be asked something; the client does' },
  answer_refused: {
    level: 'warn',
    means: 'an answer was brought that belongs to no open question of this very request',
  },
  no_channel: { level: 'warn', means: 'a code is needed, and there is no way to deliver it' },
  not_delivered: { level: 'error', means: 'a code is needed, and could not be sent' },
  approval_pending: {
    level: 'info',
    means: 'an operator has to approve it first; says the number of the ticket',
  },
  approval_denied: { level: 'info', means: 'an operator said no, and why; it is final' },
  approval_changed: {
    level: 'warn',
    means: 'something differs from what was to be approved; the ticket is void',
  },
  approval_expired: { level: 'info', means: 'nobody decided, or nobody asked again, in time' },
  approval_used: { level: 'warn', means: 'the approval has served already' },
  approvals_full: { level: 'warn', means: 'too many tickets of this client are pending' },
  no_operator: { level: 'warn', means: 'an approval is needed, and no operator may give it' },
  writes_stopped: { level: 'warn', means: 'an operator has stopped everything but reading' },
  not_recorded: { level: 'error', means: 'the ledger cannot write, so nothing was done' },
  bad_key: { level: 'info', means: 'the idempotency key cannot be kept' },
  idempotency_conflict: {
    level: 'warn',
    means: 'the idempotency key was used with other arguments',
  },
  still_working: { level: 'info', means: 'the work goes on; the same call again gets its result' },
  not_found: { level: 'info', means: 'nothing matches' },
  ambiguous: { level: 'info', means: 'too much matches; says what to ask for' },
  conflict: { level: 'info', means: 'understood, but not possible; says what is' },
  too_many_tries: { level: 'warn', means: 'guessing was stopped; hand over to a person' },
  busy: { level: 'warn', means: 'another process was writing, or a restart; nothing was changed' },
  timeout: { level: 'warn', means: 'not done in time; nothing was changed' },
  in_doubt: { level: 'warn', means: 'a write was not done in time; it may still go through' },
  cancelled: { level: 'info', means: 'the client hung up; nothing was changed' },
  internal: { level: 'error', means: 'a bug; the log has it under the reference in the answer' },
} as const satisfies Record<string, { level: 'info' | 'warn' | 'error'; means: string }>

/** The stable name of a failure. What each one means stands in the table of the README. */
export type ErrorCode = keyof typeof ERRORS

/** What a person is asked in a dialog, and the state that travels through the client with it. */
export interface Question {
  readonly message: string
  readonly state: string
}

/**
 * A failure with a stable code. `message` is public: one or two short sentences a model can act on and say aloud.
 * Anything private belongs in `cause`, which is logged and never shown.
 */
export class ToolError extends Error {
  /** Always `ToolError`. */
  override readonly name = 'ToolError'
  /** Which failure it is. */
  readonly code: ErrorCode

  /** `message` is what the client reads; `options.cause` is for the log alone. */
  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.code = code
  }
}

/** A refusal that a dialog of the client's own can ask away, in place of the agent. */
export class AskInDialog extends ToolError {
  readonly question: Question

  constructor(code: ErrorCode, message: string, question: Question) {
    super(code, message)
    this.question = question
  }
}

/** A question of a handler, for a client that puts it and calls again with what was said. */
export class AskInForm extends ToolError {
  readonly question: FormQuestion
  readonly state: string

  constructor(question: FormQuestion, state: string) {
    super('ask_first', 'The person has to be asked something first.')
    this.question = question
    this.state = state
  }
}

/**
 * Makes the refusal that a handler returns: a code, and the one or two short sentences that the client reads. They say
 * what to do next, and can be spoken. Return it; thrown, it works as well, but the compiler does not see it.
 */
export function refuse(code: ErrorCode, message: string): ToolError {
  return new ToolError(code, message)
}

/**
 * The only place where an unknown throw becomes a public failure. Its text stays in `cause`: error texts carry
 * connection strings, paths and other people's data.
 */
export function toToolError(thrown: unknown): ToolError {
  if (thrown instanceof ToolError) return thrown
  return new ToolError('internal', 'Something went wrong on our side, and it has been logged.', {
    cause: thrown,
  })
}
