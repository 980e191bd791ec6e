import type { ServerResponse } from 'node:http'

import { fairShare, hasRoom } from './fair-share.ts'
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

export function openStreams(): OpenStreams {
  const open = new Set<ServerResponse>()
  const listeners = new Map<ServerResponse, SessionHolder>()
  const add = (response: ServerResponse): void => {
    open.add(response)
    response.once('close', () => {
      open.delete(response)
      listeners.delete(response)
    })
  }
  return {
    add,
    addListener(response, holder) {
      if (!hasRoom([...listeners.values()], holder, fairShare(MOST_LISTENERS))) return false
      listeners.set(response, holder)
      add(response)
      return true
    },
    end() {
      for (const response of open) response.destroy()
    },
  }
}
