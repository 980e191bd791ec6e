import type { Database } from '../../src/index.ts'
import type { Claim } from './claim.ts'
import type { Customer, CustomerRecord } from './customer.ts'

export type Row = CustomerRecord & { readonly plainName: string; readonly demo: 0 | 1 }

/** One of the customers found, with the number of all that were. */
export type FoundRow = Customer & { readonly total: number }

export interface Search {
  readonly query: string
  /** A JSON array of the words of a name. */
  readonly words: string
  readonly limit: number
}

/** No statement of the directory selects a postcode or a birth date, so no tool of this module can tell one. */
const CUSTOMER = 'id, name, phone, email'

/**
 * No index is used on purpose: reading the whole table takes as long for a known phone number as for an unknown one.
 * The surname is compared as `hasSurname` does, on plain forms: "berg" and "van der berg", but not "erg".
 */
const MATCH = `
  SELECT ${CUSTOMER} FROM customers
   WHERE coalesce(@phone, @surname, @postcode, @birthDate) IS NOT NULL
     AND (@phone IS NULL OR phone = @phone)
     AND (@postcode IS NULL OR postcode = @postcode)
     AND (@birthDate IS NULL OR birth_date = @birthDate)
     AND (@surname IS NULL OR substr(' ' || plain_name, -1 - length(@surname)) = ' ' || @surname)
   LIMIT 2`

/** Every word of the query starts a word of the name; a query without words finds nobody. */
const HAS_WORDS = `
  @query <> '' AND NOT EXISTS (
    SELECT 1 FROM json_each(@words) WHERE instr(' ' || plain_name, ' ' || value) = 0)`

export function prepareWrites(database: Database) {
  const insert = (otherwise: 'REPLACE' | 'IGNORE') =>
    database.prepare<[Row]>(
      `INSERT OR ${otherwise} INTO customers
         (id, name, plain_name, phone, email, postcode, birth_date, demo)
       VALUES (@id, @name, @plainName, @phone, @email, @postcode, @birthDate, @demo)`,
    )
  return {
    put: insert('REPLACE'),
    putMissing: insert('IGNORE'),
    dropDemo: database.prepare<[]>('DELETE FROM customers WHERE demo = 1'),
  }
}

export function prepareReads(database: Database) {
  const search = (condition: string) =>
    database.prepare<[Search], FoundRow>(
      `SELECT ${CUSTOMER}, count(*) OVER () AS total FROM customers
        WHERE ${condition} ORDER BY plain_name, id LIMIT @limit`,
    )
  return {
    match: database.prepare<[Record<keyof Claim, string | null>], Customer>(MATCH),
    search: {
      name: search(HAS_WORDS),
      phone: search('phone = @query'),
      email: search('email = @query'),
    },
    size: database.prepare<[], { size: number }>('SELECT count(*) AS size FROM customers'),
  }
}
