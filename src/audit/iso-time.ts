/** A time of the ledger for people and machines. A row that was tampered with may hold a number that is no time. */
export function isoTime(atMs: number): string {
  const date = new Date(atMs)
  return Number.isNaN(date.getTime()) ? `no time (${atMs})` : date.toISOString()
}
