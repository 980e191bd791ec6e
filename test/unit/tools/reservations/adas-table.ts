/** A complete booking: Ada and three guests on Friday at 7:30 PM. */
export const ADAS_TABLE = {
  date: '2026-03-13',
  time: '19:30',
  party_size: 4,
  name: 'Ada Moreno',
  phone: '(415) 555-0132',
} as const
