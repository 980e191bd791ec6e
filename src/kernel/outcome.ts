import type { ToolError } from './error.ts'
import type { Attachment } from './reply.ts'

/** What a successful call has to say, already rendered but not yet shaped for a protocol or a profile. */
export interface Answer {
  readonly text: string
  readonly value: object
  readonly attachments: readonly Attachment[]
}

export type Outcome =
  | { readonly kind: 'success'; readonly answer: Answer }
  | { readonly kind: 'failure'; readonly error: ToolError }

export function success(answer: Answer): Outcome {
  return { kind: 'success', answer }
}

export function failure(error: ToolError): Outcome {
  return { kind: 'failure', error }
}
