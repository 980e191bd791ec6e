import type { Clearance } from '../kernel/clearance.ts'

/** What a clearance is worth to a call that has proved to know its code. */
export type Worth = 'good' | 'wrong' | 'used' | 'void' | 'expired' | 'changed' | 'too_soon'

export interface Against {
  readonly binding: string
  readonly conversation: string | null
  readonly nowMs: number
  /** Whether only a code that the agent did not see will do. */
  readonly mustBeDelivered: boolean
}

/** The first thing that is amiss, in an order that gives nothing away: another conversation's code is no code here. */
export function judgeClearance(clearance: Clearance | undefined, against: Against): Worth {
  if (!clearance || clearance.conversation !== against.conversation) return 'wrong'
  if (against.mustBeDelivered && clearance.kind !== 'delivered') return 'wrong'
  if (clearance.state !== 'open') return clearance.state
  if (clearance.expiresAtMs <= against.nowMs) return 'expired'
  if (clearance.binding !== against.binding) return 'changed'
  return clearance.ripeAtMs > against.nowMs ? 'too_soon' : 'good'
}
