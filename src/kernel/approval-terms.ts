import { matches } from './access.ts'

/** What is asked of an approval, and what follows from it. */
export interface ApprovalTerms {
  /** How many different operators have to approve. */
  readonly operators: number
  /** Whether the client sends the call again, or it runs by itself at once. */
  readonly onApproval: 'wait' | 'execute'
}

/** How tickets live. */
export interface Approvals extends ApprovalTerms {
  readonly approveWithinMs: number
  readonly executeWithinMs: number
  readonly pendingPerClient: number
  /** How long after a denial its conversation cannot ask for the tool again, nor its client for the same anywhere. */
  readonly quietMs: number
  /** Tool or pattern → what is different for it; the last that matches counts. */
  readonly tools: Readonly<
    Record<string, { readonly [K in keyof ApprovalTerms]?: ApprovalTerms[K] | undefined }>
  >
}

/** What counts for a tool. */
export function termsFor(tool: string, { operators, onApproval, tools }: Approvals): ApprovalTerms {
  return Object.entries(tools)
    .filter(([pattern]) => matches(pattern, tool))
    .reduce<ApprovalTerms>(
      (terms, [, own]) => ({
        operators: own.operators ?? terms.operators,
        onApproval: own.onApproval ?? terms.onApproval,
      }),
      { operators, onApproval },
    )
}

/** Where a deployment says nothing of it. */
export const USUAL_APPROVALS: Approvals = Object.freeze({
  operators: 1,
  onApproval: 'wait',
  approveWithinMs: 15 * 60_000,
  executeWithinMs: 15 * 60_000,
  pendingPerClient: 5,
  quietMs: 10 * 60_000,
  tools: {},
})
