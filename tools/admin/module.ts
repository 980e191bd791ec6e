import * as z from 'zod'

import { defineModule } from '../../src/index.ts'
import { customerRecords } from '../customers/offers.ts'
import { reservationsDesk } from '../reservations/offers.ts'
import { exportCustomer } from './export-customer.ts'
import { setClosure } from './set-closure.ts'
import type { Services } from './tool.ts'

/** It keeps nothing itself, so there is nothing to configure, to open or to close. */
export default defineModule({
  id: 'admin',
  title: 'Administration',
  version: '1.0.0',
  config: z.strictObject({}),
  borrows: [reservationsDesk, customerRecords],
  setup: (_config, host): Services => ({
    desk: host.borrow(reservationsDesk),
    records: host.borrow(customerRecords),
    say: host.speech,
  }),
  tools: [setClosure, exportCustomer],
})
