import type { IncomingHttpHeaders } from 'node:http'

import { isRecord, type Fields } from '../../kernel/json.ts'
import { isModern } from './era.ts'

/**
 * Whether a request of 2026-07-28 repeats in its headers what stands in its body, as it must: what a proxy has let pass by
 * the one must not be another call by the other. An encoded name is the SDK's to read, and counts as none here.
 */
export function headersAgree(
  headers: IncomingHttpHeaders,
  method: unknown,
  name: unknown,
): boolean {
  if (headers['mcp-method'] !== method) return false
  if (method !== 'tools/call') return true
  return (
    typeof name === 'string' &&
    name !== '' &&
    headers['mcp-name'] === name &&
    !name.startsWith('=?')
  )
}

/** Whether the SDK will refuse the message for its headers, whatever its sender may do. */
export function isContradicted(headers: IncomingHttpHeaders, message: Fields): boolean {
  const { method, params } = message
  if (!isModern({ headers }, message)) return false
  return !headersAgree(headers, method, isRecord(params) ? params['name'] : undefined)
}
