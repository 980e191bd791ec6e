import type * as z from 'zod'

import type { restaurantConfig } from '../../../../tools/reservations/config.ts'

export type RawConfig = z.input<typeof restaurantConfig>

const ALL_WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const NOT_MONDAYS = ['tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** Closed on Mondays and at Christmas. The largest party is 12, on the two tables of six. */
export const HARBOR: RawConfig = {
  id: 'harbor-table',
  name: 'Harbor Table',
  timeZone: 'America/Los_Angeles',
  country: 'US',
  services: [
    { meal: 'lunch', days: [...NOT_MONDAYS], opens: '11:30', lastSeating: '13:30' },
    { meal: 'dinner', days: [...NOT_MONDAYS], opens: '17:30', lastSeating: '21:00' },
  ],
  sittingMinutes: 90,
  tables: [
    { id: 'W1', seats: 2 },
    { id: 'W2', seats: 2 },
    { id: 'W3', seats: 2 },
    { id: 'M1', seats: 4 },
    { id: 'M2', seats: 4 },
    { id: 'M3', seats: 4 },
    { id: 'B1', seats: 6 },
    { id: 'B2', seats: 6 },
  ],
  joins: [
    ['W1', 'W2'],
    ['B1', 'B2'],
  ],
  closures: ['12-25', '2026-03-17'],
  bookAheadDays: 60,
}

/** One table of four, so that one booking fills a time. */
export const ONE_TABLE: RawConfig = {
  ...HARBOR,
  id: 'one-table',
  name: 'One Table',
  tables: [{ id: 'T1', seats: 4 }],
  joins: [],
}

/** Open around the clock, to meet the changes of the clock. */
export function diner(timeZone: string): RawConfig {
  return {
    ...ONE_TABLE,
    id: 'diner',
    timeZone,
    services: [{ meal: 'dinner', days: [...ALL_WEEK], opens: '00:00', lastSeating: '23:45' }],
    bookAheadDays: 300,
  }
}
