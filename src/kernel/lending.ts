import type { ModuleHost } from './host.ts'
import type { Module } from './module.ts'
import type { Offer } from './offer.ts'

type Party = Pick<Module, 'id' | 'lends' | 'borrows'>

/**
 * What a module may lend and borrow in one house: what it has declared, because by that it was checked and put in its
 * place. `house` is the same object for all modules of a house, and nobody else's.
 */
export function lendingFor(party: Party, house: object): Pick<ModuleHost, 'lend' | 'borrow'> {
  const { id, lends, borrows } = party
  return {
    lend(offer, service) {
      if (!lends.includes(offer)) throw undeclared(id, 'lends', offer)
      if (offer.lent.has(house)) throw new Error(`"${offer.name}" is lent twice.`)
      offer.lent.set(house, service)
    },
    borrow(offer) {
      if (!borrows.includes(offer)) throw undeclared(id, 'borrows', offer)
      const service = offer.lent.get(house)
      if (!service) throw new Error(`${id} borrows "${offer.name}", which nobody has lent.`)
      return service
    },
  }
}

/** Throws when a module that is set up has not lent all that it declares: its borrowers are set up after it. */
export function checkLent({ id, lends }: Party, house: object): void {
  const missing = lends.find(({ lent }) => !lent.has(house))
  if (missing)
    throw new Error(
      `${id} declares that it lends "${missing.name}", and its setup has not lent it.`,
    )
}

function undeclared(id: string, how: 'lends' | 'borrows', { name }: Offer<object>): Error {
  return new Error(`${id} ${how} "${name}" without naming it in "${how}".`)
}
