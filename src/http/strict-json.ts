import { isRecord } from '../kernel/json.ts'

/** What a body is, or why it is none that two readers would read alike. */
export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly why: 'not_json' | 'too_deep' | 'key_twice' }

/** Deeper than any real call; what walks through arguments would run out of stack much later. */
const DEEPEST = 64

/**
 * Parses JSON that means one thing only. A key that stands twice in one object is refused: a guard that read the first
 * and a handler that read the last would see two different calls (CVE-2026-27896 is a parser differential of this kind).
 * Invalid UTF-8 is refused rather than replaced, and so is what is nested deeper than any real call.
 */
export function strictJson(bytes: Uint8Array): StrictJson {
  let text: string
  try {
    text = UTF8.decode(bytes)
  } catch {
    return { ok: false, why: 'not_json' }
  }
  // Before it is parsed, because a parser that recurses is what the depth is to be kept from.
  const keys = keysIn(text)
  if (keys === undefined) return { ok: false, why: 'too_deep' }
  try {
    const value: unknown = JSON.parse(text)
    return keysOf(value) === keys ? { ok: true, value } : { ok: false, why: 'key_twice' }
  } catch {
    return { ok: false, why: 'not_json' }
  }
}

/** A byte order mark stays where it is, and is no JSON: what one reader skips, another may not. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const COLON = 0x3a

/**
 * How many keys are written in a text, if it is JSON: outside of strings a colon stands behind each of them and nowhere
 * else. `undefined` where it is nested too deeply.
 */
function keysIn(text: string): number | undefined {
  let keys = 0
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === QUOTE) at = endOfString(text, at)
    else if (sign === COLON) keys += 1
    else if (sign === OPEN_OBJECT || sign === OPEN_ARRAY) {
      depth += 1
      if (depth > DEEPEST) return undefined
    } else if (sign === CLOSE_OBJECT || sign === CLOSE_ARRAY) depth -= 1
  }
  return keys
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end
    while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1
    // An even number of them escape each other.
    if ((end - before) % 2 === 0) return end
  }
  return text.length
}

/** How many keys were read. Of one that was written twice, only the last is left. */
function keysOf(value: unknown): number {
  let keys = 0
  if (Array.isArray(value)) for (const inner of value) keys += keysOf(inner)
  else if (isRecord(value)) for (const key in value) keys += 1 + keysOf(value[key])
  return keys
}
