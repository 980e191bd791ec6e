import type { IncomingMessage } from 'node:http'

import { isRecord, type Fields } from '../../kernel/json.ts'
import { MODERN_MARK } from '../loose-call.ts'

/** Whether a request is of the 2026-07-28 era, which knows no sessions: the id of one has no effect in it. */
export function isModern(
  { headers }: Pick<IncomingMessage, 'headers'>,
  message: Fields | undefined,
): boolean {
  const version = headers['mcp-protocol-version']
  if (typeof version === 'string' && /^\d{4}-\d\d-\d\d$/.test(version) && version >= '2026')
    return true
  const params = message?.['params']
  const meta = isRecord(params) ? params['_meta'] : undefined
  return isRecord(meta) && MODERN_MARK in meta
}
