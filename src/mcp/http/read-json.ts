import type { IncomingMessage } from 'node:http'

import { strictJson } from '../../http/strict-json.ts'
import { isRecord } from '../../kernel/json.ts'
import type { Refusal } from './answer.ts'

export type Body =
  | { readonly ok: true; readonly message: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly refusal: Refusal }

/**
 * Reads one JSON-RPC message, and never more than `maxBytes`: the SDK's own adapters buffered whatever came
 * (CVE-2026-39313 is this class). Invalid UTF-8 is refused rather than replaced.
 */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<Body> {
  const tooLarge = refused(413, -32000, `The body is larger than ${maxBytes} bytes.`)
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooLarge
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) return tooLarge
    chunks.push(chunk)
  }
  return parse(Buffer.concat(chunks))
}

const WHY_NOT = {
  not_json: refused(400, -32700, 'The body is not JSON in UTF-8.'),
  too_deep: refused(400, -32600, 'The body is nested too deeply.'),
  key_twice: refused(400, -32600, 'A key stands twice in one object of the body.'),
} as const

function parse(bytes: Buffer): Body {
  const read = strictJson(bytes)
  if (!read.ok) return WHY_NOT[read.why]
  return isRecord(read.value)
    ? { ok: true, message: read.value }
    : refused(400, -32600, 'The body must be one JSON-RPC message.')
}

function refused(status: 400 | 413, code: number, message: string): Body {
  // The rest of the body is not read, so the connection cannot be used again.
  return { ok: false, refusal: { status, code, message, headers: { connection: 'close' } } }
}
