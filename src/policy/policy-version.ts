import { digestOf } from '../kernel/canonical-json.ts'
import type { Client } from '../kernel/call.ts'
import type { Approvals } from '../kernel/approval-terms.ts'
import type { GateRule } from '../kernel/gate-rule.ts'

/** The digest of who may do what, and what has to be confirmed. A yes given under another one does not count. */
export function policyVersionOf(
  clients: readonly Client[],
  rules: readonly Pick<GateRule, 'id' | 'gate' | 'written'>[],
  approvals: Approvals,
): string {
  return digestOf({
    clients: clients.map(({ name, access, user, owner, confirmAfterMs }) => ({
      name,
      access: { ...access },
      user: user ? { ...user, email: user.email ?? null } : null,
      owner: owner ?? null,
      confirmAfterMs,
    })),
    rules: rules.map(({ id, gate, written }) => ({ id, gate, written })),
    approvals: JSON.parse(JSON.stringify(approvals)),
  })
}
