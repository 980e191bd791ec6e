/** A semantic version (semver.org), read. Build metadata is left out: it never decides anything. */
export interface SemanticVersion {
  readonly major: number
  readonly minor: number
  readonly patch: number
  /** What stands behind the hyphen, as in `2.0.0-rc.1`; empty for a release. */
  readonly prerelease: readonly string[]
}

const NUMBER = '(0|[1-9]\\d{0,8})'
const WORD = '(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)'
const VERSION = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${WORD}(?:\\.${WORD})*))?(?:\\+[0-9a-zA-Z.-]+)?$`,
)

/** `undefined` when `text` is not a semantic version. */
export function readVersion(text: string): SemanticVersion | undefined {
  const found = VERSION.exec(text)
  if (!found) return undefined
  const [, major, minor, patch, prerelease] = found
  return {
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch),
    prerelease: prerelease?.split('.') ?? [],
  }
}

/** Below 0 when `one` comes before `other`, above 0 when it comes after, 0 when they are equal in order. */
export function compareVersions(one: SemanticVersion, other: SemanticVersion): number {
  return (
    one.major - other.major ||
    one.minor - other.minor ||
    one.patch - other.patch ||
    comparePrereleases(one.prerelease, other.prerelease)
  )
}

/** A release comes after its own pre-releases. */
function comparePrereleases(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return other.length - one.length
  const at = one.findIndex((word, index) => word !== other[index])
  const [word, against] = [one[at], other[at]]
  // Where one is the beginning of the other, the shorter one comes first.
  if (word === undefined || against === undefined) return one.length - other.length
  return compareWords(word, against)
}

/** Numbers by their value and before words, words by their letters. */
function compareWords(one: string, other: string): number {
  const [first, second] = [one, other].map((word) => (/^\d+$/.test(word) ? Number(word) : Infinity))
  if (first !== second) return (first ?? 0) < (second ?? 0) ? -1 : 1
  return one < other ? -1 : 1
}

export function sayVersion({ major, minor, patch, prerelease }: SemanticVersion): string {
  const release = `${major}.${minor}.${patch}`
  return prerelease.length === 0 ? release : `${release}-${prerelease.join('.')}`
}
