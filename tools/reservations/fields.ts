import * as z from 'zod'

import { MEALS } from './config.ts'

/**
 * The parameters of the tools, as a model reads them. Days and times are read later, in the restaurant's zone. A text
 * that is optional somewhere may be empty; where it is required, reading it answers what to ask for.
 */

export const date = z
  .string()
  .max(20)
  .describe(
    'Date of the visit as YYYY-MM-DD, for example 2026-03-13. "today", "tomorrow" or the weekday of the next such day, for example "friday", are also valid.',
  )

export const time = z
  .string()
  .max(20)
  .describe(
    'Start time on the restaurant\'s clock, as 24-hour HH:MM, for example 19:30, or with AM or PM, for example "7:30 PM".',
  )

export const partySize = z
  .int()
  .min(1)
  .max(100)
  .describe('Number of guests, children included, as a whole number from 1 to 100, for example 4.')

export const meal = z.enum(MEALS).describe('Meal must be "lunch" or "dinner".')

export const name = z
  .string()
  .min(1)
  .max(80)
  .describe(
    'First name and surname for the booking, at most 80 characters, for example Ada Moreno.',
  )

export const phone = z
  .string()
  .max(30)
  .describe(
    'Phone number in digits, with the country code if it is from abroad, for example +1 415 555 0132.',
  )

export const surname = z
  .string()
  .max(80)
  .describe('Surname the reservation was booked under, for example Moreno.')

export const code = z
  .string()
  .max(40)
  .describe('Reservation code, the letter R and a number of 4 or more digits, for example R-1842.')

export const notes = z
  .string()
  .max(300)
  .describe(
    'Wishes of the guest, at most 300 characters, for example "High chair, nut allergy". Leave out if there are none.',
  )
