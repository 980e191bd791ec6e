/**
 * Every failure a client can meet. One row per code; a code is spelled nowhere else.
 * `retryable`: the same call may succeed later. `level`: how loud the log line is.
 */
export const ERRORS = {
  unauthenticated: { retryable: false, level: 'warn' },
  bad_handle: { retryable: false, level: 'warn' },
  unknown_tool: { retryable: false, level: 'info' },
  no_conversation: { retryable: false, level: 'warn' },
  not_verified: { retryable: true, level: 'info' },
  invalid_input: { retryable: true, level: 'info' },
  read_back_first: { retryable: true, level: 'info' },
  not_found: { retryable: false, level: 'info' },
  ambiguous: { retryable: true, level: 'info' },
  conflict: { retryable: false, level: 'info' },
  too_many_tries: { retryable: false, level: 'warn' },
  timeout: { retryable: true, level: 'warn' },
  in_doubt: { retryable: false, level: 'warn' },
  cancelled: { retryable: true, level: 'info' },
  internal: { retryable: false, level: 'error' },
} as const satisfies Record<string, { retryable: boolean; level: 'info' | 'warn' | 'error' }>

export type ErrorCode = keyof typeof ERRORS

/**
 * A failure with a stable code. `message` is public: one or two short sentences a model can act on and say aloud.
 * Anything private belongs in `cause`, which is logged and never shown.
 */
export class ToolError extends Error {
  override readonly name = 'ToolError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.code = code
  }
}

/** Makes the refusal a handler or a step returns: a code from the table and the sentence the client reads. */
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
