import { connect, type Socket } from 'node:net'

import { initialize } from '../support/post-raw.ts'
import { answerIn } from './answer-in.ts'
import type { VictimSetting } from './victim-process.ts'
import { bytesOf, KNOWN_CALL, LISTEN } from './well-formed.ts'

/** A stream that was asked for. */
export interface Idle {
  readonly socket: Socket
  /** Why it is none, in the server's words. */
  readonly refused?: string
  /** Ends it in the way that the protocol has for it; dropping the socket is the other one. */
  end?(): void
}

/** A way in which a client can be there without doing anything. */
export interface IdleKind {
  readonly name: string
  setting(amount: number): VictimSetting
  open(port: number): Promise<Idle>
  /** How many the server holds at most, whatever is asked of it. */
  readonly most: number
  /** How long one that was dropped may be kept. */
  readonly idleMs: number
}

/** Beside the streams: the honest client's sockets, and the attacker's others. */
const OTHER_SOCKETS = 500

const IDLE_MINUTES = 0.05

export const SESSIONS: IdleKind = {
  name: 'sessions of 2025-11-25, each with its stream',
  setting: (amount) => ({
    server: {
      maxConnections: amount + OTHER_SOCKETS,
      sessions: { perClient: amount, total: amount, idleMinutes: IDLE_MINUTES },
    },
  }),
  most: Number.POSITIVE_INFINITY,
  idleMs: IDLE_MINUTES * 60_000,
  async open(port) {
    const socket = quietSocket(port)
    const answer = await heard(socket, bytesOf(KNOWN_CALL.headers, INITIALIZE), isWhole)
    const id = /^mcp-session-id: (.+)$/im.exec(answer)?.[1]
    if (id === undefined) return { socket, refused: answer }
    const named = [...KNOWN_CALL.headers, ['mcp-session-id', id] as const]
    const stream = await heard(socket, bytesOf(named, '', 'GET /mcp HTTP/1.1'), hasHead)
    if (!stream.startsWith('HTTP/1.1 200')) return { socket, refused: stream }
    return {
      socket,
      end() {
        // Read on, or it would stay open on this side.
        quietSocket(port)
          .resume()
          .end(bytesOf(named, '', 'DELETE /mcp HTTP/1.1'))
      },
    }
  },
}

const INITIALIZE = JSON.stringify(initialize())

/** A quarter of all: they are one client's. */
const MOST_LISTENING = 256

export const LISTENERS: IdleKind = {
  name: 'streams of 2026-07-28 (subscriptions/listen)',
  // Only of what may change is there any word.
  setting: (amount) => ({
    server: { maxConnections: amount + OTHER_SOCKETS },
    args: ['--watch'],
  }),
  most: MOST_LISTENING,
  idleMs: 0,
  async open(port) {
    const socket = quietSocket(port)
    const request = bytesOf(LISTEN.headers, JSON.stringify(LISTEN.message))
    const answer = await heard(
      socket,
      request,
      (bytes) => isWhole(bytes) || bytes.includes('subscriptions/acknowledged'),
    )
    return answer.includes('subscriptions/acknowledged') ? { socket } : { socket, refused: answer }
  },
}

function quietSocket(port: number): Socket {
  const socket = connect(port, '127.0.0.1')
  // That it is closed is seen by its being closed.
  socket.on('error', () => {})
  return socket
}

function isWhole(bytes: Buffer): boolean {
  return answerIn(bytes) !== undefined
}

function hasHead(bytes: Buffer): boolean {
  return bytes.includes('\r\n\r\n')
}

/** What comes back for a request until it is enough, or until the connection ends. */
function heard(
  socket: Socket,
  request: Buffer,
  isEnough: (bytes: Buffer) => boolean,
): Promise<string> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0)
    const finish = (): void => {
      socket.off('data', onData).off('close', finish)
      // Read on, or the end of the connection would never be heard of.
      socket.resume()
      resolve(bytes.toString('latin1'))
    }
    const onData = (part: Buffer): void => {
      bytes = Buffer.concat([bytes, part])
      if (isEnough(bytes)) finish()
    }
    socket.on('data', onData).on('close', finish)
    socket.write(request)
  })
}
