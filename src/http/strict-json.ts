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
  const shape = shapeOf(text)
  if (shape !== 'sound') return { ok: false, why: shape }
  try {
    return { ok: true, value: JSON.parse(text) }
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
 * One pass over the text that knows nothing but texts and brackets. What is no JSON may pass it, and does not pass the
 * parser that follows.
 */
function shapeOf(text: string): 'sound' | 'too_deep' | 'key_twice' {
  const open: Open[] = []
  let lastText = ''
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === QUOTE) {
      const end = endOfText(text, at)
      lastText = text.slice(at, end + 1)
      at = end
    } else if (sign === COLON) {
      if (!isNewKey(open.at(-1), plainKey(lastText))) return 'key_twice'
    } else if (sign === OPEN_OBJECT || sign === OPEN_ARRAY) {
      if (open.push(sign === OPEN_OBJECT ? new Set() : undefined) > DEEPEST) return 'too_deep'
    } else if (sign === CLOSE_OBJECT || sign === CLOSE_ARRAY) open.pop()
  }
  return 'sound'
}

/** The keys of an object that is open; an array has none. */
type Open = Set<string> | undefined

function isNewKey(keys: Open, key: string): boolean {
  if (keys?.has(key)) return false
  keys?.add(key)
  return true
}

function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === BACKSLASH) at += 1
    else if (sign === QUOTE) return at
  }
  return text.length
}

/** `"a"` and `"\u0061"` are one key. */
function plainKey(written: string): string {
  if (!written.includes('\\')) return written
  try {
    return JSON.stringify(JSON.parse(written))
  } catch {
    return written
  }
}
