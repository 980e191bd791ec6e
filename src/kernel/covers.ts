import type { Grant } from './conversation.ts'
import type { Subject } from './plan.ts'

/**
 * Whether a grant covers what a call acts on: it is of the same kind, and names the same subject or has every one of
 * the subject's facts. A subject that says neither is covered by nothing, and an empty fact proves nothing, because
 * what nobody filled in would otherwise be equal to what nobody knows.
 */
export function covers(grant: Grant, { kind, subject, facts = {} }: Subject): boolean {
  if (grant.kind !== kind) return false
  if (subject !== undefined && grant.subject === subject) return true
  const wanted = Object.entries(facts)
  return wanted.length > 0 && wanted.every(([name, value]) => proves(grant, name, value))
}

function proves({ facts }: Grant, name: string, value: string): boolean {
  return value !== '' && Object.hasOwn(facts, name) && facts[name] === value
}
