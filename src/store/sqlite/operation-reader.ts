import * as z from 'zod'

import type { ErrorCode } from '../../kernel/error.ts'
import type { Operation, OperationId } from '../../kernel/operation.ts'
import type { Attachment } from '../../kernel/reply.ts'
import type { Database } from './database.ts'
import { COLUMNS, type Row } from './operations.ts'

const end = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('success'),
    answer: z.object({
      text: z.string(),
      value: z.custom<object>((value) => typeof value === 'object' && value !== null),
      attachments: z.array(z.custom<Attachment>()),
    }),
  }),
  z.object({ kind: z.literal('failure'), code: z.custom<ErrorCode>(), message: z.string() }),
])

/** Reads them, outside any transaction. */
export function operationReader(database: Database) {
  const one = database.prepare<[string, string], Row>(
    `SELECT ${COLUMNS} FROM operations WHERE scope = ? AND key = ?`,
  )
  const ofRun = database.prepare<[string], Row>(
    `SELECT ${COLUMNS} FROM operations WHERE run = ? ORDER BY expires_at DESC, call LIMIT 20`,
  )
  const doubtful = database.prepare<[], Row>(
    `SELECT ${COLUMNS} FROM operations WHERE state = 'in_doubt' ORDER BY tool, call`,
  )
  return Object.freeze({
    find: ({ scope, key }: OperationId): Operation | undefined => {
      const row = one.get(scope, key)
      return row && operationOf(row)
    },
    ofRun: (run: string): readonly Operation[] => ofRun.all(run).map(operationOf),
    inDoubt: (): readonly Operation[] => doubtful.all().map(operationOf),
  })
}

function operationOf({ end: written, resumes: _resumes, ...row }: Row): Operation {
  return { ...row, end: written === null ? undefined : end.parse(JSON.parse(written)) }
}
