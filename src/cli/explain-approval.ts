import type { ApprovalRights } from '../config/approval-rights.ts'
import type { Approvals } from '../kernel/approval-terms.ts'
import type { Operator } from '../kernel/operator.ts'
import { shortTime } from './ago.ts'
import type { Paint } from './terminal.ts'

const THEN = {
  wait: 'the client sends the same request again',
  execute: 'it runs by itself at once',
} as const

/** Who decides, and what follows, where a call may need an operator's approval. */
export function approvalText(
  rights: ApprovalRights,
  { approveWithinMs, executeWithinMs }: Approvals,
  paint: Paint,
): string {
  const { operators, onApproval, able, own } = rights
  const who = `${operators} of ${namesOf(able) || 'nobody'}`
  const excluded = own.length === 0 ? '' : `; not ${namesOf(own)}, whose own it would be`
  return [
    `${paint('bold', 'Approval')}: by ${who}${excluded}.`,
    `Within ${shortTime(approveWithinMs)}; then ${THEN[onApproval]}, within ${shortTime(executeWithinMs)}.`,
  ].join(' ')
}

/** The same as data. */
export function approvalData(
  { operators, onApproval, able, own }: ApprovalRights,
  { approveWithinMs, executeWithinMs }: Approvals,
) {
  return {
    approval: {
      operators,
      onApproval,
      mayDecide: able.map(({ name }) => name),
      ownAre: own.map(({ name }) => name),
      approveWithinMs,
      executeWithinMs,
    },
  }
}

function namesOf(operators: readonly Operator[]): string {
  return operators.map(({ name }) => name).join(', ')
}
