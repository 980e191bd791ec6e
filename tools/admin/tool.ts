import { toolsFor, type Speech } from '../../src/index.ts'
import type { LentRecords } from '../customers/offers.ts'
import type { LentDesk } from '../reservations/offers.ts'

/** What the tools work with: all of it borrowed. */
export interface Services {
  readonly desk: LentDesk
  readonly records: LentRecords
  readonly say: Speech
}

export const tool = toolsFor<Services>()
