/** Takes out of a text what nobody who reads a log may have. */
export type MaskText = (text: string) => string

const GONE = '…'

/**
 * What looks like a secret, whoever's it is, and what is left of it. A bug's own text is logged whole otherwise, and
 * drivers like to repeat the address that they were given, password and all. Every length is bounded, so that a long
 * text cannot make the log take long.
 */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  // The user info of a URL, also where somebody has not encoded a slash or an @ in it. Digits before a slash are a port.
  [/:\/\/(?:[^\s/?#"@:]{0,256}:(?!\d{2,5}\/)[^\s"]{0,1024}|[^\s/?#"]{0,1024})@/g, `://${GONE}@`],
  // Our keys. The id is public, and says which key to revoke.
  [/(tck|tco)_([a-z0-9]{8})_[\w-]+/g, `$1_$2_${GONE}`],
  // JSON in base64url, with more parts behind it: a JWT, whole or cut off.
  [/(?:eyJ|eyA|ewog|ew0K)[\w-]{4,}(?:\.[\w-]*){1,4}/g, GONE],
  [/\b(bearer)\s{1,8}[^\s"',;]+/gi, `$1 ${GONE}`],
  [
    /\b(authorization["']?\s{0,8}[:=]\s{0,8}["']?(?:basic|digest)?)\s{0,8}[^\s"',;]+/gi,
    `$1 ${GONE}`,
  ],
  // As connection strings and query strings have it.
  [/((?:password|passwd|secret|token|api_?key)=)[^\s"'&;]+/gi, `$1${GONE}`],
]

/** Fields of an error that are secrets whatever they hold, such as those of a request that failed. */
const SECRET_FIELD = /(authorization|cookie|password|passwd|secret|token|api[-_]?key)$/i

/** Shorter values would be found in every other word. */
const SHORTEST = 4

/** Deeper and wider than this, pino itself stops. */
const DEEPEST = 5
const WIDEST = 100

/** `known` are the deployment's own secrets, which are taken out whatever they look like. */
export function masker(known: readonly string[]): MaskText {
  const values = [...new Set(known.flatMap((value) => [value, encodeURIComponent(value)]))]
    .filter(({ length }) => length >= SHORTEST)
    // One may begin with another, and no rest of it must be left.
    .toSorted((a, b) => b.length - a.length)
  return (text) => {
    const without = values.reduce((left, value) => left.replaceAll(value, GONE), text)
    return LOOKS.reduce((left, [look, instead]) => left.replace(look, instead), without)
  }
}

/** A copy of what is logged of an error, each text in it masked. */
export function maskValue(value: unknown, mask: MaskText): unknown {
  const seen = new WeakSet<object>()
  const copy = (from: unknown, depth: number): unknown => {
    if (typeof from === 'string') return mask(from)
    if (typeof from !== 'object' || from === null) return from
    if (seen.has(from) || depth > DEEPEST) return GONE
    seen.add(from)
    if ('toJSON' in from && typeof from.toJSON === 'function') return copy(from.toJSON(), depth + 1)
    if (Array.isArray(from)) return from.slice(0, WIDEST).map((item) => copy(item, depth + 1))
    const entries = Object.entries(from).slice(0, WIDEST)
    return Object.fromEntries(
      entries.map(([key, inner]) => [
        mask(key),
        SECRET_FIELD.test(key) && typeof inner === 'string' ? GONE : copy(inner, depth + 1),
      ]),
    )
  }
  try {
    return copy(value, 0)
  } catch {
    // A getter that throws must not take the whole line with it.
    return GONE
  }
}
