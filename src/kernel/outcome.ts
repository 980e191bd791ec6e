import type { ToolError } from './error.ts'
import type { Attachment } from './reply.ts'

/** What a successful call has to say, already rendered but not yet shaped for a protocol or a profile. */
export interface Answer {
  readonly text: string
  readonly value: object
  readonly attachments: readonly Attachment[]
}

interface Success {
  readonly kind: 'success'
  readonly answer: Answer
}

interface Failure {
  readonly kind: 'failure'
  readonly error: ToolError
}

/** What a call came to. `isReplayed`: an earlier try of the same operation came to it, and nothing ran this time. */
export type Outcome = (Success | Failure) & { readonly isReplayed?: boolean }

export function success(answer: Answer): Outcome {
  return { kind: 'success', answer }
}

export function failure(error: ToolError): Outcome {
  return { kind: 'failure', error }
}

/** The same outcome, for whoever asked for it again. */
export function replayed(outcome: Outcome): Outcome {
  return { ...outcome, isReplayed: true }
}
