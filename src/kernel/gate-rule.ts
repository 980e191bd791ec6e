import type { Json } from './canonical-json.ts'
import type { Gate } from './gate.ts'
import type { Fields } from './json.ts'

/** What a rule can look at. */
export interface RuleFacts {
  /** The validated arguments. */
  readonly arguments: Fields
  /** What the tool's plan has resolved. */
  readonly resolved: Fields
  readonly nowMs: number
}

/** A rule of the configuration that asks for more than a tool does itself. */
export interface GateRule {
  /** Its name in the configuration, as the ledger and `explain` give it. */
  readonly id: string
  readonly gate: Gate
  /** The rule as it was written, for the policy's version. */
  readonly written: Json
  /** Whether the rule is about this tool of this client at all. */
  concerns(client: string, tool: string): boolean
  /** Whether it applies to these arguments. A condition that cannot be evaluated applies: it fails closed. */
  applies(facts: RuleFacts): boolean
}
