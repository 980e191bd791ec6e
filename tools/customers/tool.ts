import { toolsFor, type Speech } from '../../src/index.ts'
import type { Directory } from './directory.ts'
import type { Tries } from './tries.ts'

/** What the tools work with. */
export interface Services {
  readonly directory: Directory
  readonly tries: Tries
  /** Two letters; whose phone numbers may come without a country code. */
  readonly country: string
  readonly grantMinutes: number
  readonly say: Speech
}

export const tool = toolsFor<Services>()
