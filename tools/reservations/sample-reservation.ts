import type { ReservationView } from './reservation.ts'

/** A reservation as a tool may answer with it, for the linter to render. */
export function sampleReservation(status: ReservationView['status']): ReservationView {
  return {
    code: 'R-1842',
    date: '2026-03-13',
    time: '19:30',
    party_size: 4,
    name: 'Ada Moreno',
    status,
  }
}
