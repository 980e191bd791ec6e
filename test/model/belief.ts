import type { Answered } from '../support/open-bank.ts'

/** A call, as a history makes it. */
export interface Attempt {
  readonly client: 'voice' | 'desk'
  readonly room: string | undefined
  readonly tool: 'bank_move' | 'bank_send' | 'bank_charge' | 'bank_buy' | 'bank_order'
  readonly input: Readonly<Record<string, string | number>>
  readonly key: string | undefined
  readonly code: string | undefined
  /** The state of a dialog that was accepted. */
  readonly state: string | undefined
}

/** A yes that somebody was asked for. */
export interface Asked {
  readonly secret: string
  readonly by: 'code' | 'dialog'
  readonly place: string
  readonly binding: string
  readonly isDelivered: boolean
  readonly ripeAtMs: number
  readonly expiresAtMs: number
  tries: number
  /** `maybe`: which of several calls at once had it cannot be told. */
  state: 'open' | 'used' | 'void' | 'maybe'
}

/** An operation that was named by a key. */
interface Named {
  readonly effects: number
  /** The yes that a try of it has consumed before its process died. */
  readonly held: Asked | undefined
}

/** What an onlooker knows who has seen every call and answer, and knows the promises but not the code. */
export interface Belief {
  isStopped: boolean
  readonly asked: Asked[]
  readonly named: Map<string, Named>
  /** Conversation and item → from when on the same order is another; `isSure`: it will certainly run then. */
  readonly orders: Map<string, { readonly fromMs: number; readonly isSure: boolean }>
}

export function newBelief(): Belief {
  return { isStopped: false, asked: [], named: new Map(), orders: new Map() }
}

export const placeOf = ({ client, room, tool }: Attempt): string =>
  JSON.stringify([client, room ?? null, tool])

export const bindingOf = (attempt: Attempt, deployment: number): string =>
  JSON.stringify([placeOf(attempt), fieldsOf(attempt), deployment])

/** In one order, whatever order they came in. */
const fieldsOf = ({ input }: Attempt) =>
  Object.entries(input).toSorted(([one], [other]) => one.localeCompare(other))

export const operationOf = ({ client, tool, key }: Attempt): string | undefined =>
  key === undefined ? undefined : JSON.stringify([client, tool, key])

/** From then on the rule of the last deployment asks for more, without any change of the deployment. */
const LATE_MS = Date.parse('2026-03-10T17:04:00Z')

/** The yes that a call brings, as far as it counts for it now. */
export function yesFor(
  { asked }: Belief,
  attempt: Attempt,
  { deployment, nowMs }: { readonly deployment: number; readonly nowMs: number },
): Asked | undefined {
  const isLate = deployment === 3 && nowMs > LATE_MS
  const mustBeDelivered = attempt.tool === 'bank_send' || (attempt.tool === 'bank_move' && isLate)
  const good = asked.filter(
    (one) =>
      (one.state === 'open' || one.state === 'maybe') &&
      one.secret === (one.by === 'code' ? attempt.code : attempt.state) &&
      one.binding === bindingOf(attempt, deployment) &&
      one.ripeAtMs <= nowMs &&
      nowMs < one.expiresAtMs &&
      (one.isDelivered || !mustBeDelivered),
  )
  return good.find(({ state }) => state === 'open') ?? good[0]
}

/** Learns what an answer says of the yeses that were asked for. `isAlone`: no other call ran at the same time. */
export function learn(
  belief: Belief,
  attempt: Attempt,
  answer: Answered,
  { isAlone, nowMs }: { readonly isAlone: boolean; readonly nowMs: number },
): void {
  const here = belief.asked.filter(({ place }) => place === placeOf(attempt))
  const open = here.filter(({ state, expiresAtMs }) => state === 'open' && nowMs < expiresAtMs)
  if (answer.code === 'confirmation_wrong')
    for (const one of open) {
      one.tries -= 1
      if (one.tries <= 0) one.state = 'void'
    }
  if (answer.code === 'confirmation_changed') {
    const meant = here.filter(
      ({ secret, state }) =>
        state === 'open' && (secret === attempt.code || secret === attempt.state),
    )
    for (const one of meant) one.state = meant.length === 1 ? 'void' : 'maybe'
  }
  if (answer.code === 'cancelled' || !isAlone)
    for (const one of here) if (one.state === 'open') one.state = 'maybe'
}

/** Remembers a yes that was asked for just now; it ends those for the same. */
export function remember(belief: Belief, asked: Asked): void {
  for (const one of belief.asked)
    if (one.binding === asked.binding && (one.state === 'open' || one.state === 'maybe'))
      one.state = 'void'
  belief.asked.push(asked)
}
