import { isPhoneCountry } from '../../src/index.ts'
import * as z from 'zod'

import { reportInconsistencies } from './config-checks.ts'
import { WEEKDAYS } from './day.ts'
import { isTimeZone } from './moment.ts'

export const MEALS = ['lunch', 'dinner'] as const
export type Meal = (typeof MEALS)[number]

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time is written HH:MM, from 00:00 to 23:59.')

const service = z.strictObject({
  meal: z.enum(MEALS).describe('Which meal this is: lunch or dinner.'),
  days: z.array(z.enum(WEEKDAYS)).min(1).describe('Weekdays with this service, mon to sun.'),
  opens: clockTime.describe('The first seating, HH:MM on the wall clock.'),
  lastSeating: clockTime.describe('The last seating, HH:MM on the same day.'),
})

const table = z.strictObject({
  id: z.string().min(1).describe('The name the staff give the table. Never shown to a model.'),
  seats: z.int().min(1).describe('How many guests fit.'),
})

/** The one restaurant of a deployment. Nothing of this is a tool's parameter. */
export const restaurantConfig = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/, 'An id is lower-case letters, digits and dashes.')
      .describe('A stable id. The database refuses to open for a restaurant with another one.'),
    name: z.string().min(1).describe('The name as guests know it.'),
    timeZone: z
      .string()
      .refine(isTimeZone, 'Unknown time zone. Use an IANA name such as America/Los_Angeles.')
      .describe('IANA time zone in which all dates and times are meant.'),
    country: z
      .string()
      .refine(isPhoneCountry, 'Unknown country. Use two capital letters such as US.')
      .describe('Two-letter country whose phone numbers may come without a country code.'),
    services: z.array(service).min(1).describe('When guests are seated.'),
    slotMinutes: z
      .int()
      .min(5)
      .max(240)
      .default(15)
      .describe('Minutes between two start times, counted from the opening. Default 15.'),
    sittingMinutes: z
      .int()
      .min(15)
      .max(720)
      .describe('Minutes for which a reservation holds its tables.'),
    tables: z.array(table).min(1).describe('Every table that can be reserved.'),
    joins: z
      .array(z.array(z.string()).min(2))
      .default([])
      .describe('Tables that can be pushed together, each list as a whole. Default: none.'),
    closures: z
      .array(z.string())
      .default([])
      .describe('Days without service: YYYY-MM-DD, or MM-DD for every year. Default: none.'),
    bookAheadDays: z
      .int()
      .min(0)
      .max(730)
      .describe('How many days from today can be booked; 0 is today only.'),
    largestParty: z
      .int()
      .min(1)
      .optional()
      .describe('The largest party taken. Left out: what the largest table or join seats.'),
    demoData: z
      .boolean()
      .default(false)
      .describe('Whether to keep made-up reservations for the coming days. Default false.'),
  })
  .superRefine(reportInconsistencies)

export type RestaurantConfig = z.output<typeof restaurantConfig>
export type Service = RestaurantConfig['services'][number]
