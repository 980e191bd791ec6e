import { readPhone, refuse, type Database } from '../../src/index.ts'
import type { CustomerRecord } from './customer.ts'
import type { LentRecords } from './offers.ts'

const NOT_READ = refuse(
  'invalid_input',
  'That is neither the id of a customer nor a whole phone number. Look the customer up by their name, and give the id.',
)

const NOBODY = refuse(
  'not_found',
  'No customer has that id or phone number. Look the customer up by their name, and give the id.',
)

const SELECT = `
  SELECT id, name, phone, email, postcode, birth_date AS birthDate FROM customers`

/** The records as they are kept. They are lent to other modules, and no tool of this one has them. */
export function createRecords(database: Database, country: string): LentRecords {
  const byId = database.prepare<[string], CustomerRecord>(`${SELECT} WHERE id = ? COLLATE NOCASE`)
  const byPhone = database.prepare<[string], CustomerRecord>(
    `${SELECT} WHERE phone = ? ORDER BY id`,
  )
  return Object.freeze<LentRecords>({
    find(idOrPhone) {
      const named = byId.get(idOrPhone.trim())
      const phone = named?.phone ?? readPhone(idOrPhone, country)
      if (phone === undefined) return NOT_READ
      const household = byPhone.all(phone)
      const record = named ?? household[0]
      if (!record) return NOBODY
      if (!named && household.length > 1) return severalHave(household)
      const others = household.filter(({ id }) => id !== record.id)
      return { record, sharers: others.map(({ name }) => name) }
    },
  })
}

function severalHave(household: readonly CustomerRecord[]) {
  return refuse(
    'ambiguous',
    `${household.length} customers have that phone number. Look the one who is meant up by their name, and give the id.`,
  )
}
