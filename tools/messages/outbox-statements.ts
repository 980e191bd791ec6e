import type { Database } from '../../src/index.ts'
import type { Message, NewMessage, State } from './message.ts'

const COLUMNS = `number, client, conversation, recipient, subject, text, state,
  drafted_ms AS draftedMs, changed_ms AS changedMs`

interface Now {
  readonly number: number
  readonly nowMs: number
}

export function outboxStatements(database: Database) {
  return {
    draft: database.prepare<[NewMessage & Now], Message>(
      `INSERT INTO messages
         (number, client, conversation, recipient, subject, text, drafted_ms, changed_ms)
       VALUES (@number, @client, @conversation, @recipient, @subject, @text, @nowMs, @nowMs)
       RETURNING ${COLUMNS}`,
    ),
    find: database.prepare<[Pick<Message, 'number' | 'client' | 'conversation'>], Message>(
      `SELECT ${COLUMNS} FROM messages
        WHERE number = @number AND client = @client AND conversation = @conversation`,
    ),
    has: database.prepare<[number], object>('SELECT 1 FROM messages WHERE number = ?'),
    begin: database.prepare<[Now & { operationKey: string | null }]>(
      `UPDATE messages SET state = 'sending', operation_key = @operationKey, changed_ms = @nowMs
        WHERE number = @number AND state IN ('draft', 'failed')`,
    ),
    settle: database.prepare<[Now & { state: State }]>(
      `UPDATE messages SET state = @state, changed_ms = @nowMs
        WHERE number = @number AND state = 'sending'`,
    ),
    // A doubt is kept until somebody has looked: without its row, nothing would be left that says so.
    tidy: database.prepare<[number]>(
      `DELETE FROM messages WHERE changed_ms < ? AND state IN ('draft', 'sent', 'failed')`,
    ),
    size: database.prepare<[], { size: number }>('SELECT count(*) AS size FROM messages'),
  }
}
