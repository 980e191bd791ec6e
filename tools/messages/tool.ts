import { toolsFor, type Mailer, type Speech } from '../../src/index.ts'
import type { AllowList } from './allow-list.ts'
import type { Outbox } from './outbox.ts'

/** What every tool of this module works with. */
export interface Services {
  readonly outbox: Outbox
  readonly allowList: AllowList
  readonly mailer: Mailer
  readonly say: Speech
  readonly now: () => number
}

export const tool = toolsFor<Services>()
