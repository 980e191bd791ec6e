import { refuse, type ToolError } from '../../src/index.ts'

/** Refuses a write until its details have been said aloud; they are in the sentence, ready to be read. */
export function readBackFirst(details: string): ToolError {
  return refuse(
    'read_back_first',
    `Read this back first: ${details}. When the caller says yes, send the same request again with read back set to true.`,
  )
}

/** A call that nobody waits for any more must not write. */
export function abandoned(action: string): ToolError {
  return refuse(
    'cancelled',
    `The call was broken off before we could ${action}. Nothing was changed; try again.`,
  )
}
