import { Died } from './life.ts'
import type { Answered } from './server.ts'

/** One order, as a client keeps it: the key stays the same for every try. */
export interface Order {
  readonly id: string
  readonly key: string
  /** A conversation for each order, because a conversation may ask only so often. */
  readonly handle: string
}

export function newOrder(id: string): Order {
  return { id, key: `key-of-${id}`, handle: `line-${id}` }
}

/** The call that asks for a code, or that brings one. */
export function booking({ id, handle, key }: Order, code?: string, withKey = true) {
  return {
    tool: 'desk_book',
    handle,
    args: { order: id, guests: 4, ...(code !== undefined && { confirmation_code: code }) },
    ...(withKey && { key }),
  }
}

/** The call that asks for a ticket, or that a ticket lets run. */
export function renting({ id, handle, key }: Order) {
  return { tool: 'desk_rent', handle, args: { order: id, guests: 4 }, key }
}

/** The ticket's number in an answer; `undefined` when it names none. */
export function ticketIn({ outcome, text }: Answered): number | undefined {
  const number = /\bA-(\d+)\b/.exec(text)?.[1]
  return outcome === 'approval_pending' && number !== undefined ? Number(number) : undefined
}

/** The code in a question. Throws when the answer is none. */
export function codeIn({ outcome, text }: Answered): string {
  const code = /confirmation_code (\d+)/.exec(text)?.[1]
  if (code === undefined) throw new Error(`No code was given: ${outcome}: ${text}`)
  return code
}

/** The answer; `undefined` when the process died first. */
export async function answerOrDeath(answer: Promise<Answered>): Promise<Answered | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Died) return undefined
    throw error
  }
}
