import type { CustomerExport } from './customer-export.ts'

/** An export as the tool may answer with it, for the linter to render. */
export function sampleExport(reservations: number): CustomerExport {
  const phone = '+14155550132'
  const name = 'Ada Moreno'
  return {
    customer: {
      id: 'C-101',
      name,
      phone,
      email: 'ada@example.com',
      postcode: '94199',
      birth_date: '1970-01-01',
    },
    reservations: Array.from({ length: reservations }, (_, at) => ({
      code: `R-${1842 + at}`,
      date: '2026-03-13',
      time: '19:30',
      party_size: 4,
      name,
      status: 'booked',
      phone,
      notes: '',
    })),
  }
}
