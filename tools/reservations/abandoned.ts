import { refuse, type ToolError } from '../../src/index.ts'

/** A call that nobody waits for any more must not write. */
export function abandoned(action: string): ToolError {
  return refuse(
    'cancelled',
    `The call was broken off before we could ${action}. Nothing was changed; try again.`,
  )
}
