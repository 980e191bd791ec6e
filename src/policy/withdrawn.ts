import { refuse, type ToolError } from '../kernel/error.ts'

/** What a call is told, if anybody still listens, that was withdrawn or out of time before anything was done for it. */
export function withdrawn(): ToolError {
  return refuse('cancelled', 'The call was withdrawn before anything was done.')
}
