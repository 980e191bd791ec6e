import type { Tier } from './tier.ts'

/**
 * What has to happen before a call runs, mildest first: nothing · a yes to what was read back, attested by the agent ·
 * a code that reached the person where the agent cannot see it · an operator's approval.
 */
export const GATES = ['auto', 'spoken', 'delivered', 'approval'] as const

/** What has to happen before a call runs. */
export type Gate = (typeof GATES)[number]

/** The least that a tier asks for. Nothing lowers it: neither a tool, nor a client, nor a rule. */
export const FLOORS: Readonly<Record<Tier, Gate>> = Object.freeze({
  read: 'auto',
  write: 'auto',
  irreversible: 'delivered',
  privileged: 'approval',
})

/** The strictest of some gates; `auto` when there are none. */
export function strictest(gates: readonly Gate[]): Gate {
  return GATES[Math.max(0, ...gates.map((gate) => GATES.indexOf(gate)))] ?? 'approval'
}

/** Whether `gate` asks for more than `other`. */
export function isStricter(gate: Gate, other: Gate): boolean {
  return GATES.indexOf(gate) > GATES.indexOf(other)
}

/** What was shown for a call to run. A read-back that the agent attests is never called human. */
export type Proof = 'none' | 'agent_attested' | 'delivered_code' | 'operator_approval'
