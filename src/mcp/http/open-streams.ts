import type { ServerResponse } from 'node:http'

import { fairShare } from './fair-share.ts'
import type { SessionHolder } from './session-holder.ts'

/** Answers that stay open until somebody closes them, so that a stop does not wait for them. */
export interface OpenStreams {
  add(response: ServerResponse): void
  /** The same for a listener. False when its client, or its person, has as many as it may. */
  addListener(response: ServerResponse, holder: SessionHolder): boolean
  end(): void
}

/** Listeners of all clients together. Each may stay for ever, so without shares one client could keep out all others. */
export const MOST_LISTENERS = 1_024

const CLIENTS_SHARE = fairShare(MOST_LISTENERS)
const PERSONS_SHARE = fairShare(CLIENTS_SHARE)

export function openStreams(): OpenStreams {
  const open = new Map<ServerResponse, SessionHolder | undefined>()
  const add = (response: ServerResponse, holder?: SessionHolder): void => {
    open.set(response, holder)
    response.once('close', () => open.delete(response))
  }
  return {
    add,
    addListener(response, { client, person, id }) {
      const ofClient = [...open.values()].filter((holder) => holder?.client === client)
      if (ofClient.length >= CLIENTS_SHARE) return false
      const ofPerson = ofClient.filter((holder) => holder?.person === person)
      if (person !== undefined && ofPerson.length >= PERSONS_SHARE) return false
      add(response, { client, person, id })
      return true
    },
    end() {
      for (const response of open.keys()) response.destroy()
    },
  }
}
