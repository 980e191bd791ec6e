import { toolsFor, type Speech } from 'toolcrib'

import type { CarPark } from './car-parks.ts'

/** What the tools work with. */
export interface Services {
  readonly carParks: readonly CarPark[]
  readonly currency: string
  readonly say: Speech
}

export const tool = toolsFor<Services>()
