/** One way to seat a party: a table, or tables pushed together. */
export interface Seating {
  readonly tables: readonly string[]
  readonly seats: number
}

interface Table {
  readonly id: string
  readonly seats: number
}

/** Every seating, in the order of preference: single tables before joins, smaller before larger. */
export function seatingsOf(
  tables: readonly Table[],
  joins: readonly (readonly string[])[],
): readonly Seating[] {
  const seats = new Map(tables.map((table) => [table.id, table.seats]))
  const joined = joins.map((ids) => ({
    tables: ids,
    seats: ids.reduce((sum, id) => sum + (seats.get(id) ?? 0), 0),
  }))
  const singles = tables.map((table) => ({ tables: [table.id], seats: table.seats }))
  return [...singles, ...joined].toSorted(
    (a, b) => Number(a.tables.length > 1) - Number(b.tables.length > 1) || a.seats - b.seats,
  )
}

/** The first of `seatings` that is large enough and has none of its tables in `taken`. */
export function freeSeating(
  seatings: readonly Seating[],
  partySize: number,
  taken: ReadonlySet<string>,
): Seating | undefined {
  return seatings.find(
    (seating) => seating.seats >= partySize && !seating.tables.some((table) => taken.has(table)),
  )
}
