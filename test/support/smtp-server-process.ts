import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { SMTPServer } from 'smtp-server'
import * as z from 'zod'

import { readMail } from './read-mail.ts'

/**
 * A real SMTP server in a process of its own: `node test/support/smtp-server-process.ts [USER PASSWORD]`.
 * Each line of stdout is one JSON object: first `{"event":"listening","host","port"}`, then for each mail
 * `{"event":"mail", …}`. Lines on stdin are commands, each answered by `{"event":"done"}`: `{"fault":{"at","how"}}`
 * breaks every exchange from now on, `{"fault":null}` mends it, and `{}` only asks for the answer. It ends with stdin.
 */
const command = z.object({
  fault: z
    .object({
      at: z.enum(['connect', 'mail', 'rcpt', 'data', 'reply']),
      how: z.enum(['drop', 'reject', 'hang']),
      code: z.int().default(550),
    })
    .nullable()
    .optional(),
})

type Fault = NonNullable<z.output<typeof command>['fault']>

const [user, password] = process.argv.slice(2)
const sockets = new Map<number, Socket>()
let fault: Fault | null = null

const server = new SMTPServer({
  authOptional: user === undefined,
  disabledCommands: user === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
  disableReverseLookup: true,
  closeTimeout: 10,
  onAuth: (auth, _session, done) =>
    auth.username === user && auth.password === password
      ? done(null, { user })
      : done(new Error('Invalid username or password')),
  onConnect: (session, done) => pass('connect', session, done),
  onMailFrom: (_address, session, done) => pass('mail', session, done),
  onRcptTo: (_address, session, done) => pass('rcpt', session, done),
  onData(stream, session, done) {
    const chunks: string[] = []
    stream.setEncoding('latin1').on('data', (chunk: string) => chunks.push(chunk))
    stream.once('end', () => {
      pass('data', session, (error) => {
        if (error) return done(error)
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom ? mailFrom.address : ''
        const to = rcptTo.map(({ address }) => address)
        say({ event: 'mail', ...readMail(chunks.join('')), envelope: { from, to } })
        return pass('reply', session, done)
      })
    })
  },
})
server.on('error', () => {})
server.server.on('connection', (socket) => {
  sockets.set(socket.remotePort ?? 0, socket)
  socket.once('close', () => sockets.delete(socket.remotePort ?? 0))
})
const listening = server.listen(0, '127.0.0.1', () => {
  const address = listening.address()
  const port = typeof address === 'object' ? address?.port : undefined
  say({ event: 'listening', host: '127.0.0.1', port })
})

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { fault: next = fault } = command.parse(JSON.parse(line))
    fault = next
    say({ event: 'done' })
  })
  .on('close', () => {
    for (const socket of sockets.values()) socket.destroy()
    server.close()
  })

/** Goes on, or breaks the exchange as it was told to. */
function pass(
  at: Fault['at'],
  { remotePort }: { readonly remotePort: number },
  done: (error?: Error | null) => void,
): void {
  if (fault?.at !== at) done()
  else if (fault.how === 'drop') sockets.get(remotePort)?.destroy()
  else if (fault.how === 'reject')
    done(Object.assign(new Error('Not today'), { responseCode: fault.code }))
}

function say(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`)
}
