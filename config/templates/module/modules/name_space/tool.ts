import { toolsFor, type Speech } from 'toolcrib'

/** What the tools work with; `setup` in module.ts makes it. */
export interface Services {
  readonly say: Speech
}

export const tool = toolsFor<Services>()
