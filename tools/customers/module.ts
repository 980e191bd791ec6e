import { isPhoneCountry } from '../../src/index.ts'
import { join } from 'node:path'
import * as z from 'zod'

import { defineModule, openDatabase } from '../../src/index.ts'
import { DEMO_CUSTOMERS } from './demo-customers.ts'
import { createDirectory } from './directory.ts'
import { customerRecords } from './offers.ts'
import { createRecords } from './records.ts'
import { SCHEMA } from './schema.ts'
import { search } from './search.ts'
import type { Services } from './tool.ts'
import { createTries } from './tries.ts'
import { verify } from './verify.ts'

const config = z.strictObject({
  country: z
    .string()
    .refine(isPhoneCountry, 'Unknown country. Use two capital letters such as US.')
    .describe('Two-letter country whose phone numbers may come without a country code.'),
  demoData: z
    .boolean()
    .default(false)
    .describe('Whether to keep six made-up customers. Default false.'),
  grantMinutes: z
    .int()
    .min(1)
    .max(240)
    .default(30)
    .describe('Minutes for which a verified caller stays verified. Default 30.'),
})

export default defineModule({
  id: 'customers',
  title: 'Customers',
  version: '1.0.0',
  config,
  lends: [customerRecords],
  setup({ country, demoData, grantMinutes }, host): Services {
    const database = openDatabase(join(host.dataDir, 'customers.db'), SCHEMA)
    const directory = createDirectory(database)
    // Their secrets are public, so they must be gone as soon as the demo is switched off.
    directory.setDemo(demoData ? DEMO_CUSTOMERS : [])
    host.lend(customerRecords, createRecords(database, country))
    const tries = createTries(host.attempts)
    return { directory, tries, country, grantMinutes, say: host.speech }
  },
  health({ directory }) {
    try {
      directory.size()
      return { ok: true }
    } catch {
      return { ok: false, why: 'The customer database does not answer.' }
    }
  },
  dispose: ({ directory }) => directory.close(),
  tools: [verify, search],
})
