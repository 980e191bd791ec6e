import * as z from 'zod'

import { plainName, readPhone, refuse } from '../../src/index.ts'
import type { Customer } from './customer.ts'
import { SEARCH_KINDS, type SearchKind } from './directory.ts'
import { tool } from './tool.ts'

/** More names than this are neither remembered nor told apart. */
const MOST = 5

const UNREADABLE: Readonly<Record<SearchKind, string>> = {
  name: 'That is not a name. Give at least one letter of it.',
  phone: 'That phone number is not complete. Ask for it again, with the area code.',
  email: 'That is not an email address. Ask for it again, letter by letter.',
}

const NOBODY: Readonly<Record<SearchKind, string>> = {
  name: 'No customer has that name. Check the spelling, or search by phone or email.',
  phone: 'No customer has that phone number. Check the number, or search by name or email.',
  email: 'No customer has that email address. Check the spelling, or search by name or phone.',
}

const HOW_TO_NARROW: Readonly<Record<SearchKind, string>> = {
  name: 'Ask for the full name, or search by phone or email.',
  phone: 'Search by full name or by email instead.',
  email: 'Search by full name or by phone instead.',
}

/** Strict, so that a secret that ever strayed into the value would fail the call and not leave the house. */
const output = z.strictObject({
  customers: z.array(
    z.strictObject({ id: z.string(), name: z.string(), phone: z.string(), email: z.string() }),
  ),
})

export const search = tool({
  name: 'search',
  title: 'Search customers',
  does: 'Find a customer by name, phone number or email address.',
  useWhen: 'a colleague asks who a customer is or how to reach them',
  avoidWhen: 'a caller has to prove who they are; use customers_verify for that',
  returns: 'the one customer found, or a short list to choose from',
  examples: [
    { query: 'Moreno', kind: 'name' },
    { query: '415 555 0100', kind: 'phone' },
  ],
  tier: 'read',
  scopes: ['customers:search'],
  input: z.strictObject({
    query: z
      .string()
      .min(1)
      .max(100)
      .describe('What to search for: a name or its beginning, a whole phone number, or an email.'),
    kind: z.enum(SEARCH_KINDS).describe('What the query is: "name", "phone" or "email".'),
  }),
  output,
  handler: ({ query, kind }, { directory, country, say }) => {
    const term = readQuery(kind, query, country)
    if (!term) return refuse('invalid_input', UNREADABLE[kind])
    const { total, customers } = directory.search(kind, term, MOST)
    if (total === 0) return refuse('not_found', NOBODY[kind])
    if (total > MOST)
      return refuse(
        'ambiguous',
        `${say.count(total, 'customer')} match that. ${HOW_TO_NARROW[kind]}`,
      )
    return { customers: [...customers] }
  },
  concise: ({ customers }, { say }) => {
    const [one, another] = customers
    if (one && !another)
      return `${one.name}, customer ${say.code(one.id)}, phone ${say.phone(one.phone)}${emailOf(one)}. Check that this is the right person.`
    const names = customers.map(({ id, name }) => `${name} is ${say.code(id)}`)
    return `${say.count(customers.length, 'customer')} match: ${say.list(names)}. Ask which one is meant.`
  },
  detailed: ({ customers }) =>
    customers
      .map((each) => `${each.id}: ${each.name}, phone ${each.phone}${emailOf(each)}.`)
      .join('\n'),
  samples: [
    { customers: [sample('C-101', 'Ada Moreno')] },
    {
      customers: [
        sample('C-104', 'Daniel Weiss'),
        sample('C-105', 'Daniela Weiss'),
        sample('C-106', 'Dorothea Weissenberger'),
        sample('C-107', 'Dominik Weissmueller'),
        sample('C-108', 'Desmond Weisshaupt'),
      ],
    },
  ],
})

function emailOf({ email }: Customer): string {
  return email === '' ? '' : `, email ${email}`
}

function readQuery(kind: SearchKind, query: string, country: string): string | undefined {
  if (kind === 'name') return plainName(query)
  if (kind === 'phone') return readPhone(query, country)
  const email = query.trim()
  return email.includes('@') ? email : undefined
}

function sample(id: string, name: string): Customer {
  return { id, name, phone: '+14155550132', email: 'name@example.com' }
}
