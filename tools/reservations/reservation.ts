/** A reservation as the desk keeps it. `id` and `conversation` never leave the module. */
export interface Reservation {
  readonly id: number
  /** For example `R-1842`. */
  readonly code: string
  /** The day and time on the restaurant's wall clock, as promised to the guest. */
  readonly date: string
  readonly time: string
  readonly startMs: number
  readonly endMs: number
  readonly partySize: number
  readonly name: string
  /** E.164. */
  readonly phone: string
  readonly notes: string
  readonly status: 'booked' | 'cancelled'
  /** Which conversation booked it. */
  readonly conversation: string | null
}

/** What a client sees of a reservation. */
export interface ReservationView {
  readonly code: string
  readonly date: string
  readonly time: string
  readonly party_size: number
  readonly name: string
  readonly status: 'booked' | 'cancelled' | 'past'
}

export function viewOf(reservation: Reservation, nowMs: number): ReservationView {
  const { code, date, time, partySize, name, status, startMs } = reservation
  const past = status === 'booked' && startMs <= nowMs
  return { code, date, time, party_size: partySize, name, status: past ? 'past' : status }
}
