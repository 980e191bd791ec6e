import type { IncomingMessage } from 'node:http'

import type { Refusal } from './answer.ts'

export type Body =
  | { readonly ok: true; readonly message: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly refusal: Refusal }

/**
 * Reads one JSON-RPC message, and never more than `maxBytes`: the SDK's own adapters buffered whatever came
 * (CVE-2026-39313 is this class). Invalid UTF-8 is refused rather than replaced.
 */
export function readJson(request: IncomingMessage, maxBytes: number): Promise<Body> {
  const tooLarge = refused(413, -32000, `The body is larger than ${maxBytes} bytes.`)
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve(tooLarge)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    // By events: an iterator costs as much as all the rest of the reading.
    const keep = (chunk: Buffer): void => {
      bytes += chunk.byteLength
      if (bytes <= maxBytes) return void chunks.push(chunk)
      request.off('data', keep).pause()
      return resolve(tooLarge)
    }
    request.on('data', keep)
    request.once('end', () => {
      const [first] = chunks
      resolve(parse(first && chunks.length === 1 ? first : Buffer.concat(chunks)))
    })
    request.once('error', reject)
  })
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** Deeper than any real call; what walks through arguments would run out of stack much later. */
const DEEPEST = 64

function parse(bytes: Buffer): Body {
  let message: unknown
  try {
    message = JSON.parse(UTF8.decode(bytes))
  } catch {
    return refused(400, -32700, 'The body is not JSON in UTF-8.')
  }
  if (isDeeperThan(message, DEEPEST)) return refused(400, -32600, 'The body is nested too deeply.')
  return typeof message === 'object' && message !== null && !Array.isArray(message)
    ? { ok: true, message: message as Readonly<Record<string, unknown>> }
    : refused(400, -32600, 'The body must be one JSON-RPC message.')
}

function refused(status: 400 | 413, code: number, message: string): Body {
  // The rest of the body is not read, so the connection cannot be used again.
  return { ok: false, refusal: { status, code, message, headers: { connection: 'close' } } }
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some((inner) => isDeeperThan(inner, depth - 1))
}
