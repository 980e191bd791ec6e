import type { Premises } from './premises.ts'
import type { Problem } from './problem.ts'
import type { Reservation } from './reservation.ts'
import type { Held } from './rows.ts'
import { findPlace, type Place } from './rules.ts'

/** A reservation and the place that was found for it; `undefined` when none was looked for. */
export interface Relocation {
  readonly reservation: Reservation
  readonly place: Place | undefined
}

/**
 * Finds places on another day for all of the reservations, at the times they have, without writing anything. The order
 * of the answer is theirs. Large parties choose first: a small one fits in more places.
 */
export function relocate(
  premises: Premises,
  reservations: readonly Reservation[],
  date: string,
): readonly Relocation[] | Problem {
  const places = new Map<Reservation, Place>()
  const misfits: string[] = []
  const full = withTaken(premises, () => [...places.values()].flatMap(heldAt))
  for (const reservation of reservations.toSorted((a, b) => b.partySize - a.partySize)) {
    const { time, partySize, id } = reservation
    const place = findPlace(full, { date, time, partySize, exceptId: id })
    if ('problem' in place) misfits.push(reservation.code)
    else places.set(reservation, place)
  }
  if (misfits.length > 0)
    return { problem: 'no_room', date, misfits: misfits.toSorted(), of: reservations.length }
  return reservations.map((reservation) => ({ reservation, place: places.get(reservation) }))
}

/** The premises with tables that are taken beside what is written down. */
function withTaken(premises: Premises, taken: () => readonly Held[]): Premises {
  const { store } = premises
  const held: typeof store.held = (fromMs, toMs, exceptId) => [
    ...store.held(fromMs, toMs, exceptId),
    ...taken().filter(({ startMs, endMs }) => startMs < toMs && endMs > fromMs),
  ]
  return { ...premises, store: { ...store, held } }
}

function heldAt({ tables, startMs, endMs }: Place): readonly Held[] {
  return tables.map((tableId) => ({ tableId, startMs, endMs }))
}
