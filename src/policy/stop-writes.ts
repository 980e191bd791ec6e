import type { Call, HasTool } from '../kernel/call.ts'
import { refuse } from '../kernel/error.ts'
import { ALLOW, type Guard } from '../kernel/pipeline.ts'

/**
 * The kill switch: while it is on, nothing above reading gets any further, not even to a question. The claim asks once
 * more, in its own transaction.
 */
export function stopWrites(isStopped: () => boolean): Guard<Call & HasTool> {
  return function stopWrites({ tool }) {
    return tool.facts.tier === 'read' || !isStopped() ? ALLOW : writesStopped()
  }
}

export function writesStopped() {
  return refuse(
    'writes_stopped',
    'An operator has stopped all changes for now, and nothing was done. Hand over to a colleague.',
  )
}
