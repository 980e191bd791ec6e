/** What a webhook can be told of. */
export const WEBHOOK_EVENTS = ['ticket', 'write', 'in_doubt'] as const

/** What a webhook can be told of. */
export type WebhookEvents = (typeof WEBHOOK_EVENTS)[number]

/** Who is told of what. Its secret is not here, so that nothing prints it by accident. */
export interface Webhook {
  readonly name: string
  readonly url: string
  readonly events: readonly WebhookEvents[]
}

/** A row of the ledger from which an event can be made. */
export interface LedgerNews {
  readonly seq: number
  readonly atMs: number
  readonly kind: 'ticket' | 'result' | 'operation'
  readonly call: string | null
  /** As JSON. */
  readonly body: string
  /** The call's own row, as JSON; null where there is none. */
  readonly calledBody: string | null
}

/** What is sent. */
export interface WebhookMessage {
  /** Such as `ticket.asked`. */
  readonly type: string
  /** The exact text, because it is what is signed. */
  readonly body: string
}

export type DeliveryState = 'pending' | 'delivered' | 'dead'

/** A message on its way to one webhook. */
export interface Delivery extends WebhookMessage {
  /** The same for every try, so that a receiver knows a message that comes twice. */
  readonly id: string
  readonly webhook: string
  readonly state: DeliveryState
  readonly tries: number
  readonly nextAtMs: number
  readonly createdAtMs: number
  /** Why the last try failed: a status, or a code of the network's. */
  readonly error: string | null
}

/** How many there are of each state, and the newest error. */
export interface DeliveryCount {
  readonly webhook: string
  readonly pending: number
  readonly delivered: number
  readonly dead: number
  readonly error: string | null
}

/** Messages to webhooks, in the order of the ledger that they come from. Synchronous; throws when it cannot be written. */
export interface DeliveryStore {
  /** Whether `holder` is the one process that delivers, until `untilMs`. Whoever is there first stays as long as it renews. */
  lease(holder: string, nowMs: number, untilMs: number): boolean
  /**
   * Makes messages of what is new in the ledger for this webhook, and remembers how far it was read, in one transaction.
   * A webhook that is new begins at the ledger's end. Answers whether there may be more.
   */
  collect(
    webhook: string,
    nowMs: number,
    messageOf: (news: LedgerNews) => WebhookMessage | undefined,
  ): boolean
  /** The oldest that is to be sent now. */
  due(webhook: string, nowMs: number): Delivery | undefined
  settle(id: string, state: DeliveryState, how: SettledHow): void
  counts(): readonly DeliveryCount[]
  /** The newest dead ones; at most 100. */
  dead(): readonly Delivery[]
  /** Has dead ones sent once more; without an id all of them. Answers how many. */
  revive(id: string | undefined, nowMs: number): number
  /** Forgets what was settled before. */
  forget(deliveredBeforeMs: number, deadBeforeMs: number): void
  close(): void
}

export interface SettledHow {
  readonly atMs: number
  readonly nextAtMs: number
  readonly error: string | null
}
