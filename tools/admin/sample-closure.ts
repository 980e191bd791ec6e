import type { ClosedDay } from './closed-day.ts'

/** A closed day as the tool may answer with it, for the linter to render. */
export function sampleClosure(date: string, movedTo: string | null): ClosedDay {
  return {
    date,
    reason: 'Burst pipe',
    moved_to: movedTo,
    visits: [
      { code: 'R-1842', time: '19:00', party_size: 3, name: 'Ada Moreno', phone: '+14155550132' },
      { code: 'R-2750', time: '20:15', party_size: 2, name: 'Ben Okafor', phone: '+14155550147' },
    ],
  }
}
