import type { IncomingMessage } from 'node:http'

import { isRecord, type Fields } from '../kernel/json.ts'

/** What is wrong with a body. `not_one`: it is JSON, and no object that could be worked with. */
export type BodyProblem = 'too_large' | 'not_json' | 'not_one'

export type Body =
  | { readonly ok: true; readonly message: Fields }
  | { readonly ok: false; readonly problem: BodyProblem; readonly message: string }

/** The rest of a refused body is not read, so the connection cannot be used again. */
export const AFTER_BAD_BODY: Readonly<Record<string, string>> = { connection: 'close' }

/**
 * Reads one JSON object, and never more than `maxBytes`: the SDK's own adapters buffered whatever came
 * (CVE-2026-39313 is this class). Invalid UTF-8 is refused rather than replaced.
 */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<Body> {
  const tooLarge = refused('too_large', `The body is larger than ${maxBytes} bytes.`)
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooLarge
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunksOf(request)) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) return tooLarge
    chunks.push(chunk)
  }
  return parse(Buffer.concat(chunks))
}

/** No encoding is set on a request, so its chunks are bytes. */
function chunksOf(request: IncomingMessage): AsyncIterable<Uint8Array> {
  return request
}

/** Deeper than any real call; what walks through arguments would run out of stack much later. */
const DEEPEST = 64

function parse(bytes: Buffer): Body {
  let message: unknown
  try {
    message = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return refused('not_json', 'The body is not JSON in UTF-8.')
  }
  if (isDeeperThan(message, DEEPEST)) return refused('not_one', 'The body is nested too deeply.')
  return isRecord(message)
    ? { ok: true, message }
    : refused('not_one', 'The body must be one JSON object.')
}

function refused(problem: BodyProblem, message: string): Body {
  return { ok: false, problem, message }
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some((inner) => isDeeperThan(inner, depth - 1))
}
