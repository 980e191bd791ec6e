/** Older SQLite can lose a committed transaction when the write-ahead log is reset. */
const OLDEST_SAFE_SQLITE = '3.51.3'

/** Why this SQLite cannot be trusted with the ledger, or `undefined` when it can. */
export function versionProblem(version: string): string | undefined {
  const isSafe = version.localeCompare(OLDEST_SAFE_SQLITE, 'en', { numeric: true }) >= 0
  if (isSafe) return undefined
  return `SQLite ${version} is older than ${OLDEST_SAFE_SQLITE}. Install better-sqlite3 anew, in the version that package.json names.`
}
