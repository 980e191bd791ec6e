/** Older SQLite can lose a committed transaction when the write-ahead log is reset. */
const OLDEST_SAFE_SQLITE = '3.51.3'

/** Why this SQLite cannot be trusted with the ledger, or `undefined` when it can. */
export function versionProblem(version: string): string | undefined {
  if (weightOf(version) >= weightOf(OLDEST_SAFE_SQLITE)) return undefined
  return `SQLite ${version} is older than ${OLDEST_SAFE_SQLITE}. Install better-sqlite3 anew, in the version that package.json names.`
}

/** As SQLite's own version number: 3.51.3 is 3051003. Comparing by locale would load collation tables at each start. */
function weightOf(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  return (major * 1_000 + minor) * 1_000 + patch
}
