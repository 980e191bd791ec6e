import Database from 'better-sqlite3'

import { ToolError } from '../../kernel/error.ts'
import { WriteFailed } from './writer.ts'

/** The refusal for a call that met another process's write and waited in vain; nothing of it was written. */
export function busyStore(thrown: unknown): ToolError | undefined {
  const isFromStore = thrown instanceof Database.SqliteError || thrown instanceof WriteFailed
  if (!isFromStore || !thrown.code.startsWith('SQLITE_BUSY')) return undefined
  const message = 'The books are being written by somebody else just now. Try again in a moment.'
  return new ToolError('busy', message, { cause: thrown })
}
