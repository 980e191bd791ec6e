import type { Module } from './module.ts'
import type { Offer } from './offer.ts'

type Party = Pick<Module, 'id' | 'lends' | 'borrows'>

/** Why a module cannot be mounted beside the others. `sentence` completes "<id>: ". */
export interface LoanFault {
  readonly id: string
  readonly sentence: string
}

/**
 * Everything that keeps these modules from borrowing what they need. `known` are modules that could be mounted as well,
 * so that the one that is missing can be named.
 */
export function loanFaults(
  parties: readonly Party[],
  known: readonly Party[] = [],
): readonly LoanFault[] {
  return [
    ...parties.flatMap((party) =>
      party.borrows
        .filter((offer) => !lendersOf(offer, party, parties).length)
        .map((offer) => ({ id: party.id, sentence: sayMissing(offer, party, known) })),
    ),
    ...parties.flatMap((party, at) => sharedOffers(party, parties.slice(0, at))),
    ...parties.flatMap((party) => circle(party, parties)),
  ]
}

/** In an order in which every lender stands before those who borrow from it; else in the order given. */
export function lendersFirst<E extends { readonly module: Party }>(
  entries: readonly E[],
): readonly E[] {
  const seen = new Set<E>()
  const ordered: E[] = []
  const place = (entry: E): void => {
    if (seen.has(entry)) return
    seen.add(entry)
    const { borrows } = entry.module
    entries
      .filter(({ module }) => module.lends.some((offer) => borrows.includes(offer)))
      .forEach(place)
    ordered.push(entry)
  }
  entries.forEach(place)
  return ordered
}

/** Not the one who borrows: what a module has itself, it need not borrow. */
function lendersOf(
  offer: Offer<object>,
  borrower: Party,
  parties: readonly Party[],
): readonly Party[] {
  return parties.filter((party) => party !== borrower && party.lends.includes(offer))
}

function sayMissing(offer: Offer<object>, borrower: Party, known: readonly Party[]): string {
  const [lender] = lendersOf(offer, borrower, known)
  const what = `borrows "${offer.name}", which no other module here lends, and cannot work without it.`
  return lender
    ? `${what} Add the module ${lender.id} to modules.`
    : `${what} Add the module that lends it to modules.`
}

function sharedOffers(party: Party, before: readonly Party[]): readonly LoanFault[] {
  return party.lends.flatMap((offer) => {
    const [first] = lendersOf(offer, party, before)
    if (!first) return []
    const sentence = `lends "${offer.name}" as ${first.id} does already, and who borrows it could not tell which is meant. Serve one of them from a deployment of its own.`
    return [{ id: party.id, sentence }]
  })
}

/** A module that borrows, over whomever, from one that borrows from it: none of them can be set up first. */
function circle(party: Party, parties: readonly Party[]): readonly LoanFault[] {
  const reached = new Set<Party>()
  const follow = ({ borrows }: Party, from: Party): void => {
    for (const lender of borrows.flatMap((offer) => lendersOf(offer, from, parties))) {
      if (reached.has(lender)) continue
      reached.add(lender)
      follow(lender, lender)
    }
  }
  follow(party, party)
  if (!reached.has(party)) return []
  const others = [...reached].filter((other) => other !== party).map(({ id }) => id)
  const sentence = `borrows in a circle with ${others.join(' and ')}, so that none of them can be set up first. One of the modules has to be changed.`
  return [{ id: party.id, sentence }]
}
