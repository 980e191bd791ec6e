import * as z from 'zod'

import type { Speech } from '../../src/index.ts'
import { exportOf, type CustomerExport } from './customer-export.ts'
import { sampleExport } from './sample-export.ts'
import { tool } from './tool.ts'

/**
 * It changes nothing. It is privileged because of what leaves the house with it: also the facts by which a customer is
 * verified.
 */
export const exportCustomer = tool({
  name: 'export_customer',
  title: 'Export a customer',
  does: 'Export everything that is kept about one customer: the record and every reservation.',
  useWhen: 'a customer has asked for a copy of what is kept about them, and their id is known',
  avoidWhen: 'only a name, phone number or email is wanted; use customers_search',
  returns:
    'how many reservations the export has, ready to say aloud; the export itself goes only to clients that take documents',
  examples: [{ customer: 'C-101' }, { customer: '+1 415 555 0132' }],
  tier: 'privileged',
  scopes: ['admin:export'],
  resumes: true,
  input: z.strictObject({
    customer: z
      .string()
      .min(1)
      .max(40)
      .describe(
        'Id of the customer as customers_search gives it, for example C-101, or their whole phone number.',
      ),
  }),
  plan: ({ customer }, { records, say }) => {
    const found = records.find(customer)
    if (found instanceof Error) return found
    const { id, name } = found.record
    // Under the argument's own name: the same customer by id and by phone number is the same request.
    return {
      resolved: { customer: id, name },
      readBack: `export everything that is kept about ${name}, customer ${say.code(id)}`,
    }
  },
  handler: ({ customer }, { records, desk }) => {
    const found = records.find(customer)
    if (found instanceof Error) return found
    return exportOf(found, desk.madeWith(found.record.phone))
  },
  // No long rendering: it would be the way by which personal data gets into the words of a client for voice.
  concise: ({ customer, reservations }: CustomerExport, { say }) =>
    `The export of ${customer.name} has ${countPhrase(reservations.length, say)}. A client that takes documents has it beside this answer.`,
  attachments: (exported) => [
    {
      kind: 'resource',
      uri: `export:${encodeURIComponent(exported.customer.id)}`,
      mimeType: 'application/json',
      text: JSON.stringify(exported, undefined, 2),
    },
  ],
  samples: [sampleExport(3), sampleExport(0)],
})

function countPhrase(reservations: number, say: Speech): string {
  return reservations === 0 ? 'no reservations' : say.count(reservations, 'reservation')
}
