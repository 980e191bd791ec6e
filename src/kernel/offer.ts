/**
 * What one module lends to others: a name with a type. It and the interface `T` stand in the lender's `offers.ts`, which
 * is all of a module that another may import. Two offers are the same only if they are one and the same object.
 */
export interface Offer<T extends object> {
  /** For people: the lender and what it is, as in `reservations.desk`. */
  readonly name: string
  /** What is lent under it, by the house in which that was. No module has the key. */
  readonly lent: WeakMap<object, T>
}

/** Makes an offer of an interface, as in `defineOffer<Desk>('reservations.desk')`. */
export function defineOffer<T extends object>(name: string): Offer<T> {
  const offer: Offer<T> = Object.freeze({ name, lent: new WeakMap<object, T>() })
  defined.add(offer)
  return offer
}

const defined = new WeakSet<object>()

/** Whether a value was made by `defineOffer`: what a file lists may be anything. */
export function isOffer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && defined.has(value)
}
