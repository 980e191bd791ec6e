import { defineModule } from 'toolcrib'
import * as z from 'zod'

import { VEHICLES } from './car-parks.ts'
import { find } from './find.ts'

const carPark = z.strictObject({
  name: z.string().min(1),
  takes: z.array(z.enum(VEHICLES)).min(1),
  walkMinutes: z.int().min(0),
  centsPerHour: z.int().min(0),
})

const config = z.strictObject({
  currency: z.string().length(3).describe('Three letters, such as USD'),
  carParks: z.array(carPark).describe('Where guests may park'),
})

export default defineModule({
  id: 'parking',
  title: 'Parking',
  version: '1.0.0',
  config,
  setup: ({ currency, carParks }, { speech }) => ({ currency, carParks, say: speech }),
  tools: [find],
})
