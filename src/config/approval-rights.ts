import { termsFor, type ApprovalTerms } from '../kernel/approval-terms.ts'
import { personsOf, whyMayNotDecide, type Operator } from '../kernel/operator.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import type { ClientConfig, Config } from './config.ts'

/** Who decides on a client's calls of a tool. */
export interface ApprovalRights extends ApprovalTerms {
  /** Those who may. */
  readonly able: readonly Operator[]
  /** Those who could, if the calls were not their own. */
  readonly own: readonly Operator[]
  /** How many different persons are behind those who may. */
  readonly persons: number
}

/** Whether a call of the tool by the client can ever need an operator's approval. */
export function mayNeedApproval(
  { name, facts }: DeclaredTool,
  client: string,
  { rules }: Pick<Config, 'rules'>,
): boolean {
  if (facts.tier === 'read') return false
  return (
    facts.gate === 'approval' ||
    rules.some((rule) => rule.gate === 'approval' && rule.concerns(client, name))
  )
}

export function approvalRights(
  { name, facts }: DeclaredTool,
  { name: client, user, owner }: ClientConfig,
  { operators, approvals }: Pick<Config, 'operators' | 'approvals'>,
): ApprovalRights {
  const place = {
    tool: name,
    tier: facts.tier,
    persons: personsOf([user?.id, owner]),
    asker: { client },
  }
  const rights = operators.map((operator) => ({
    operator,
    why: whyMayNotDecide(operator, place),
  }))
  const able = rights.flatMap(({ operator, why }) => (why === undefined ? [operator] : []))
  return {
    ...termsFor(name, approvals),
    able,
    own: rights.flatMap(({ operator, why }) => (why === 'own' ? [operator] : [])),
    persons: differentPersons(able),
  }
}

/** Two operators with a person in common are one: an approval of each is one approval. */
function differentPersons(operators: readonly Operator[]): number {
  const seen = new Set<string>()
  return operators.filter(({ persons }) => {
    const isNew = persons.every((person) => !seen.has(person))
    for (const person of persons) seen.add(person)
    return isNew
  }).length
}
