import { refuse } from 'toolcrib'
import * as z from 'zod'

import { nearestFor, VEHICLES } from './car-parks.ts'
import { tool } from './tool.ts'

export const find = tool({
  name: 'find', // the module's id makes it parking_find
  title: 'Find parking',
  does: 'Find the car park nearest to the restaurant that takes a guest’s vehicle.',
  useWhen: 'a guest asks where to park, or what parking costs',
  avoidWhen: 'the guest asks for a table and not for a parking space; use reservations_check',
  returns: 'the name of the car park, the walk in minutes and the price of an hour',
  examples: [{ vehicle: 'car' }, { vehicle: 'van' }],
  tier: 'read',
  scopes: ['parking:read'],
  input: z.strictObject({
    vehicle: z.enum(VEHICLES).describe('What is to be parked: "car", "van" or "motorcycle".'),
  }),
  handler: ({ vehicle }, { carParks }) =>
    nearestFor(vehicle, carParks) ??
    refuse('not_found', `No car park nearby takes a ${vehicle}. Offer to ask a colleague.`),
  concise: ({ name, walkMinutes, centsPerHour }, { currency, say }) =>
    `${name} is ${say.count(walkMinutes, 'minute')} away on foot and costs ${say.amount(centsPerHour, currency)} an hour.`,
})
