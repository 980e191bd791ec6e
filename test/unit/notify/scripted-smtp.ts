import { createServer, type Socket } from 'node:net'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

/** What the client has just said; `text` is the whole mail with its final dot, `open` the connection itself. */
export const STAGES = ['open', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'text'] as const

export type Stage = (typeof STAGES)[number]

/** What to do at a stage in place of what a server does: lines to send, to hang up, or to say nothing any more. */
export type Deed = { readonly say: string } | 'drop' | 'reset' | 'hang'

const USUAL: Readonly<Record<Stage, string>> = {
  open: '220 scripted',
  EHLO: '250 scripted',
  MAIL: '250 sender ok',
  RCPT: '250 recipient ok',
  DATA: '354 go ahead',
  text: '250 taken',
}

export interface ScriptedServer {
  readonly port: number
  /** All that clients said, line by line. */
  readonly heard: readonly string[]
  /** Resolves when the script's deed was done for the first time. */
  readonly reached: Promise<void>
}

/** A server that breaks the exchange at one stage, as no well-behaved one would. It is gone after the test. */
export async function scriptedServer(
  at: Stage | undefined,
  deed: Deed = 'drop',
  replies: Partial<Readonly<Record<Stage | 'AUTH' | 'QUIT', string>>> = {},
): Promise<ScriptedServer> {
  const heard: string[] = []
  const reached = Promise.withResolvers<void>()
  const sockets = new Set<Socket>()
  const usual: Readonly<Record<string, string>> = { ...USUAL, ...replies }
  const answer = (socket: Socket, stage: string): void => {
    if (stage !== at) {
      socket.write(`${usual[stage] ?? '250 fine'}\r\n`)
      return
    }
    if (deed === 'drop') socket.destroy()
    else if (deed === 'reset') socket.resetAndDestroy()
    else if (deed !== 'hang') socket.write(deed.say)
    reached.resolve()
  }
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    let inText = false
    answer(socket, 'open')
    createInterface({ input: socket }).on('line', (line) => {
      heard.push(line)
      if (inText && line !== '.') return
      const stage = inText ? 'text' : (line.split(/[ :]/)[0] ?? '')
      inText = stage === 'DATA'
      answer(socket, stage)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('There is no port.')
  return { port: address.port, heard, reached: reached.promise }
}
