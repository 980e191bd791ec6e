import type { Subject, ToolError } from '../../src/index.ts'
import { readCode } from './code.ts'
import { explain } from './explain.ts'
import type { Services } from './tool.ts'

/**
 * For tools that act on the reservation of a code: who may. Somebody else's reservation and none at all are the same
 * answer, because codes must not be testable.
 */
export const ownReservation = {
  subjects: ({ code }: Named, { desk }: Services): readonly Subject[] => desk.subjectsOf(code),
  unknownSubject: ({ code }: Named, { speech }: Services): ToolError =>
    explain({ problem: readCode(code) === undefined ? 'unreadable_code' : 'unknown_code' }, speech),
}

interface Named {
  readonly code: string
}
