import { plainName, type Database } from '../../src/index.ts'
import type { Claim } from './claim.ts'
import type { Customer, CustomerRecord } from './customer.ts'
import { plainPostcode } from './plain-postcode.ts'
import { prepareReads, prepareWrites, type Row } from './statements.ts'

export const SEARCH_KINDS = ['name', 'phone', 'email'] as const

export type SearchKind = (typeof SEARCH_KINDS)[number]

/** The first few customers found, by name, and how many there are in all. */
export interface Found {
  readonly total: number
  readonly customers: readonly Customer[]
}

export interface Directory {
  /** Adds a customer, or replaces the one with the same id. */
  put(record: CustomerRecord): void
  /** Replaces all made-up customers by these; an id that a real customer has is left alone. */
  setDemo(records: readonly CustomerRecord[]): void
  /** The one customer of whom every claimed fact is true. Nobody when it is true of several, or nothing is claimed. */
  match(claim: Claim): Customer | undefined
  /** `query`: words that names start with, a phone number in E.164, or an email address. */
  search(kind: SearchKind, query: string, limit: number): Found
  /** Throws when the database does not answer. */
  size(): number
  close(): void
}

export function createDirectory(database: Database): Directory {
  const writes = prepareWrites(database)
  const reads = prepareReads(database)
  const setDemo = database.transaction((records: readonly CustomerRecord[]) => {
    writes.dropDemo.run()
    for (const record of records) writes.putMissing.run(rowOf(record, 1))
  })
  return Object.freeze<Directory>({
    put: (record) => void writes.put.run(rowOf(record, 0)),
    setDemo: (records) => setDemo.immediate(records),
    match({ phone = null, surname = null, postcode = null, birthDate = null }) {
      const [customer, another] = reads.match.all({ phone, surname, postcode, birthDate })
      return another ? undefined : customer
    },
    search(kind, text, limit) {
      const query = kind === 'name' ? plainName(text) : text
      const words = JSON.stringify(query.split(' '))
      const rows = reads.search[kind].all({ query, words, limit })
      const customers = rows.map(({ total: _total, ...customer }) => customer)
      return { total: rows.at(0)?.total ?? 0, customers }
    },
    size: () => reads.size.get()?.size ?? 0,
    close: () => void database.close(),
  })
}

function rowOf(record: CustomerRecord, demo: 0 | 1): Row {
  const postcode = plainPostcode(record.postcode)
  return { ...record, postcode, plainName: plainName(record.name), demo }
}
