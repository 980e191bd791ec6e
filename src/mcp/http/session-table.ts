import { randomBytes } from 'node:crypto'

import type { Clock } from '../../kernel/host.ts'

export interface SessionLimits {
  readonly perClient: number
  readonly total: number
  readonly idleMs: number
}

/** What a session has to be able to do for the table; the rest is the protocol's. */
export interface Endable {
  end(): void
}

interface Held<S> {
  readonly session: S
  readonly client: string
  /** Requests and streams that are open. */
  open: number
  callOff: () => void
}

/**
 * The sessions that are open, each bound to the client it was opened for. Its id names it and proves nothing: whoever
 * comes with it has shown a credential first, and under another client's credential there is no such session.
 */
export interface SessionTable<S extends Endable> {
  /** A new id; `undefined` when the client, or all of them together, have as many as they may. */
  room(client: string): string | undefined
  add(id: string, client: string, session: S): void
  /** The session, taken into use until `release`; `undefined` when there is none for this client. */
  take(id: string, client: string): { readonly session: S; release(): void } | undefined
  /** Forgets it, without ending it. */
  remove(id: string): void
  all(): readonly S[]
}

/** 256 random bits, in visible ASCII. */
const ID_BYTES = 32

export function sessionTable<S extends Endable>(
  clock: Clock,
  { perClient, total, idleMs }: SessionLimits,
): SessionTable<S> {
  const held = new Map<string, Held<S>>()

  const remove = (id: string): Held<S> | undefined => {
    const one = held.get(id)
    one?.callOff()
    held.delete(id)
    return one
  }
  const expireLater = (id: string, one: Held<S>): void => {
    one.callOff()
    one.callOff = clock.after(idleMs, () => remove(id)?.session.end())
  }
  return Object.freeze<SessionTable<S>>({
    room(client) {
      const own = [...held.values()].filter((one) => one.client === client).length
      if (own >= perClient || held.size >= total) return undefined
      return randomBytes(ID_BYTES).toString('base64url')
    },
    add(id, client, session) {
      const one: Held<S> = { session, client, open: 0, callOff: () => {} }
      held.set(id, one)
      expireLater(id, one)
    },
    take(id, client) {
      const one = held.get(id)
      if (one?.client !== client) return undefined
      one.open += 1
      // What is open is not idle, however long nothing is said on it.
      one.callOff()
      return {
        session: one.session,
        release() {
          one.open -= 1
          if (one.open === 0 && held.get(id) === one) expireLater(id, one)
        },
      }
    },
    remove: (id) => void remove(id),
    all: () => [...held.values()].map(({ session }) => session),
  })
}
