import type { Call, Caller, Principal } from './call.ts'
import type { View } from './catalog.ts'
import type { Outcome } from './outcome.ts'

/** What a transport needs of the house: who is this, what may they see, and run this call. */
export interface Counter {
  authenticate(caller: Caller): Promise<Principal | undefined>
  view(principal: Principal): View
  /** Never rejects: every trouble is an outcome. */
  run(call: Call): Promise<Outcome>
}
