import type { Speech } from '../../src/index.ts'
import type { BookingPlan } from './booking.ts'
import type { ReservationView } from './reservation.ts'

/** Date, time and party, as every answer about a visit says them. */
export function visitPhrase(
  speech: Speech,
  visit: { readonly date: string; readonly time: string; readonly partySize: number },
): string {
  return `${whenPhrase(speech, visit)}, ${speech.count(visit.partySize, 'guest')}`
}

export function whenPhrase(
  speech: Speech,
  { date, time }: { readonly date: string; readonly time: string },
): string {
  return `${speech.date(date)} at ${speech.time(time)}`
}

/** All that is booked, as the caller has to hear it before they say yes. */
export function bookingPhrase(speech: Speech, plan: BookingPlan): string {
  const { name, phone, notes } = plan
  const wishes = notes.replace(/[\s.!?]+$/, '')
  const said = [visitPhrase(speech, plan), `for ${name}`, `phone ${speech.phone(phone)}`]
  return [...said, ...(wishes === '' ? [] : [`with the note: ${wishes}`])].join(', ')
}

const STATUS = { booked: '', cancelled: ', which is cancelled', past: ', which is past' } as const

/** A reservation with its code as it is written, so that a model can pass it on. */
export function reservationPhrase(speech: Speech, reservation: ReservationView): string {
  const { code, date, time, party_size: partySize, status } = reservation
  return `${code} on ${visitPhrase(speech, { date, time, partySize })}${STATUS[status]}`
}

/** "noon" can come first. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
