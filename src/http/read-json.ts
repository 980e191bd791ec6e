import type { IncomingMessage } from 'node:http'

import { isRecord, type Fields } from '../kernel/json.ts'
import { strictJson } from './strict-json.ts'

/** What is wrong with a body. `not_one`: it is JSON, and no object that could be worked with. */
export type BodyProblem = 'too_large' | 'not_json' | 'not_one'

export type Body =
  | { readonly ok: true; readonly message: Fields }
  | { readonly ok: false; readonly problem: BodyProblem; readonly message: string }

/** The rest of a refused body is not read, so the connection cannot be used again. */
export const AFTER_BAD_BODY: Readonly<Record<string, string>> = { connection: 'close' }

/** So many parts may be as small as they like; all together they have to hold so many bytes on average. */
const USUAL_PARTS = 1_000
const SMALLEST_PART = 256

/**
 * In chunks of one byte, a body costs a thousand times the work and a hundred times the memory of what it carries, and
 * whoever sends it has not even shown a key: sixteen such senders kept everybody else waiting for half a minute.
 */
const CRUMBLED = refused('too_large', 'The body comes in too many small parts.')

/**
 * Reads one JSON object, and never more than `maxBytes`: the SDK's own adapters buffered whatever came
 * (CVE-2026-39313 is this class). Invalid UTF-8 is refused rather than replaced.
 */
export function readJson(request: IncomingMessage, maxBytes: number): Promise<Body> {
  const tooLarge = refused('too_large', `The body is larger than ${maxBytes} bytes.`)
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve(tooLarge)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const finish = (): void => {
      const [first] = chunks
      resolve(parse(first && chunks.length === 1 ? first : Buffer.concat(chunks)))
    }
    // By events: an iterator costs as much as all the rest of the reading.
    const keep = (chunk: Buffer): void => {
      bytes += chunk.byteLength
      const isCrumbled = chunks.length > USUAL_PARTS + bytes / SMALLEST_PART
      if (bytes <= maxBytes && !isCrumbled) return void chunks.push(chunk)
      // Dropped as it comes until the answer closes the connection: paused, all that has been received would be held.
      request.off('data', keep).off('end', finish).on('data', drop)
      return resolve(isCrumbled ? CRUMBLED : tooLarge)
    }
    request.on('data', keep)
    request.once('end', finish)
    request.once('error', reject)
  })
}

function drop(): void {}

const WHY_NOT = {
  not_json: refused('not_json', 'The body is not JSON in UTF-8.'),
  too_deep: refused('not_one', 'The body is nested too deeply.'),
  key_twice: refused('not_one', 'A key stands twice in one object of the body.'),
} as const

function parse(bytes: Buffer): Body {
  const read = strictJson(bytes)
  if (!read.ok) return WHY_NOT[read.why]
  return isRecord(read.value)
    ? { ok: true, message: read.value }
    : refused('not_one', 'The body must be one JSON object.')
}

function refused(problem: BodyProblem, message: string): Body {
  return { ok: false, problem, message }
}
