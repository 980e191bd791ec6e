import type { KeyStore } from '../kernel/api-key.ts'
import type { Operator } from '../kernel/operator.ts'
import { holderOf } from '../policy/api-keys.ts'

/** Whose token it is. Asked each time, so that a revoked token, and an operator who was taken off the list, end at once. */
export type OperatorFor = (token: string) => Operator | undefined

/** Operators by their tokens. A client's key is none, whatever it may do. */
export function operatorFor(operators: readonly Operator[], keys: KeyStore): OperatorFor {
  return (token) => {
    const name = holderOf(keys, 'tco', token)
    return operators.find((operator) => operator.name === name)
  }
}
