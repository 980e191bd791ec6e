import type { Transport } from '@modelcontextprotocol/server'

import { isRecord } from '../kernel/json.ts'

type Id = unknown

/** Keeps count of the requests that have come in and not been answered yet, so that a stop can wait for answers. */
export interface AnswerTally {
  /** The transport, with its messages counted. */
  count(transport: Transport): Transport
  answered(): Promise<void>
}

export function answerTally(): AnswerTally {
  const open = new Set<Id>()
  let waiting: (() => void)[] = []
  const settle = (id: Id): void => {
    if (!open.delete(id) || open.size > 0) return
    for (const resume of waiting) resume()
    waiting = []
  }
  return {
    answered: () =>
      open.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
    count: (transport) =>
      new Proxy(transport, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name, target)
          if (typeof value !== 'function') return value
          if (name !== 'send') return value.bind(target)
          return async (message: unknown, ...rest: unknown[]): Promise<unknown> => {
            const sent: unknown = await Reflect.apply(value, target, [message, ...rest])
            if (isRecord(message) && !('method' in message)) settle(message['id'])
            return sent
          }
        },
        set(target, name, value: unknown) {
          const counted =
            name === 'onmessage' && typeof value === 'function'
              ? (message: unknown, ...rest: unknown[]): unknown => {
                  if (isRecord(message) && 'method' in message) {
                    if ('id' in message) open.add(message['id'])
                    // Nothing is sent any more for a call that was withdrawn.
                    else if (message['method'] === 'notifications/cancelled')
                      settle(requestIdIn(message['params']))
                  }
                  return value(message, ...rest)
                }
              : value
          return Reflect.set(target, name, counted, target)
        },
      }),
  }
}

function requestIdIn(params: unknown): Id {
  return isRecord(params) ? params['requestId'] : undefined
}
