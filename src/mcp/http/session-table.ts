import { randomBytes } from 'node:crypto'

import type { Clock } from '../../kernel/host.ts'
import { hasRoom } from './fair-share.ts'
import type { SessionHolder } from './session-holder.ts'

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
  readonly holder: SessionHolder
  /** Requests and streams that are open. */
  open: number
  callOff: () => void
}

/**
 * The sessions that are open, each bound to the principal it was opened for. Its id names it and proves nothing:
 * whoever comes with it has shown a credential first, and for anybody but its holder there is no such session.
 */
export interface SessionTable<S extends Endable> {
  /** A new id; `undefined` when the person, the client, or all of them together, have as many as they may. */
  room(holder: SessionHolder): string | undefined
  add(id: string, holder: SessionHolder, session: S): void
  /** The session, taken into use until `release`; `undefined` when there is none of this holder's. */
  take(id: string, holder: SessionHolder): { readonly session: S; release(): void } | undefined
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
    room(holder) {
      const holders = [...held.values()].map((one) => one.holder)
      if (held.size >= total || !hasRoom(holders, holder, perClient)) return undefined
      return randomBytes(ID_BYTES).toString('base64url')
    },
    add(id, holder, session) {
      const one: Held<S> = { session, holder, open: 0, callOff: () => {} }
      held.set(id, one)
      expireLater(id, one)
    },
    take(id, holder) {
      const one = held.get(id)
      if (one?.holder.id !== holder.id) return undefined
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
