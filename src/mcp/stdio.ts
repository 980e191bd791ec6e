import type { Server } from '@modelcontextprotocol/server'
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { randomUUID } from 'node:crypto'
import { Writable } from 'node:stream'

import type { Narrowing } from '../kernel/call.ts'
import type { Counter } from '../kernel/counter.ts'
import { answerTally } from './answer-tally.ts'
import { looseTransport } from './loose-call.ts'
import { serverFactory } from './server.ts'

export interface StdioServer {
  /** Resolves when every request that came in has its answer on the wire. */
  answered(): Promise<void>
  /** Tells the client that its list of tools may have changed. */
  listChanged(): Promise<void>
  /** Resolves when the connection was given up although the client has not ended it: nothing more is read. */
  readonly givenUp: Promise<void>
  close(): Promise<void>
}

export interface StdioOptions {
  /** Whether the list of tools may change while the client is connected. */
  readonly isLive: boolean
  readonly onTrouble: (error: Error) => void
  /** From `claimStdout`. */
  readonly stdout: Writable
}

/** Serves one client over this process's stdin and stdout. The connection is the conversation. */
export function serveOverStdio(
  counter: Counter,
  client: string,
  narrowing: Narrowing,
  { isLive, onTrouble, stdout }: StdioOptions,
): StdioServer {
  const caller = {
    credential: { kind: 'local', client },
    narrowing,
    handle: `stdio-${randomUUID()}`,
  } as const
  const tally = answerTally()
  const givenUp = Promise.withResolvers<void>()
  const wire = new StdioServerTransport(process.stdin, stdout)
  tellWhenGivenUp(wire, givenUp.resolve)
  let opened: Server | undefined
  const factory = serverFactory(
    counter,
    () => caller,
    isLive ? (made) => (opened = made) : undefined,
  )
  const server = serveStdio(factory, {
    transport: tally.count(looseTransport(wire)),
    onerror: onTrouble,
  })
  return {
    answered: tally.answered,
    listChanged: async () => opened?.sendToolListChanged(),
    givenUp: givenUp.promise,
    close: () => server.close(),
  }
}

/**
 * A line without an end is no longer read from 10 MB on, which bounds what it can occupy. The transport then closes
 * itself and leaves stdin open, so that a process that waits for the end of its input would be deaf for ever.
 */
function tellWhenGivenUp(wire: StdioServerTransport, tell: () => void): void {
  const close = wire.close.bind(wire)
  wire.close = async () => {
    await close()
    if (!process.stdin.readableEnded && !process.stdin.destroyed) tell()
  }
}

/**
 * Takes stdout for frames alone: what a module or a library prints goes to stderr from now on. One stray line
 * between two frames breaks a strict client.
 */
export function claimStdout(): Writable {
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = process.stderr.write.bind(process.stderr)
  return new Writable({
    write: (chunk: Uint8Array, _encoding, done) => void write(chunk, done),
  })
}
