import type { Speech } from '../../src/index.ts'
import type { ClosingPlan } from '../reservations/offers.ts'
import type { ClosedDay } from './closed-day.ts'

/** What is about to happen, as it has to be heard before anybody agrees to it. */
export function closingPhrase(plan: ClosingPlan, say: Speech): string {
  const { date, reason, moveTo, codes, guests } = plan
  const why = `with the reason: ${reason.replace(/[\s.!?]+$/, '')}`
  return `close on ${say.date(date)}, ${whatHappens({ moveTo, count: codes.length, guests }, say)}, ${why}`
}

function whatHappens(
  { moveTo, count, guests }: { moveTo: string | null; count: number; guests: number },
  say: Speech,
): string {
  if (count === 0) return 'for which nothing is booked'
  const them = countPhrase(count, guests, say)
  return moveTo === null ? `cancel ${them}` : `move ${them} to ${say.date(moveTo)} at the same time`
}

/** The day, and what became of those who were expected. */
export function closedPhrase({ date, moved_to: to, visits }: ClosedDay, say: Speech): string {
  const day = `We are closed on ${say.date(date)} now`
  if (visits.length === 0) return `${day}, and nothing was booked for it.`
  const guests = visits.reduce((sum, { party_size: partySize }) => sum + partySize, 0)
  const became = to === null ? 'cancelled' : `moved to ${say.date(to)} at the same time`
  const are = visits.length === 1 ? 'is' : 'are'
  return `${day}, and ${countPhrase(visits.length, guests, say)} ${are} ${became}. Nobody was told of it yet, so have the guests called.`
}

/** Whom to call, one a line. */
export function callList({ visits }: ClosedDay, say: Speech): string {
  return visits
    .map(({ code, time, party_size: partySize, name, phone }) => {
      const visit = `${say.time(time)}, ${say.count(partySize, 'guest')}`
      return `\n${code}, ${visit}: ${name}, ${say.phone(phone)}.`
    })
    .join('')
}

function countPhrase(reservations: number, guests: number, say: Speech): string {
  return `${say.count(reservations, 'reservation')} for ${say.count(guests, 'guest')}`
}
