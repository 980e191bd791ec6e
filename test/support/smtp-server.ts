import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as z from 'zod'

const mail = z.object({
  subject: z.string(),
  from: z.string(),
  to: z.string(),
  messageId: z.string(),
  text: z.string(),
  headers: z.record(z.string(), z.string()),
  /** Who the server was told that it is from and for, which readers do not see. */
  envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
})

/** A mail that the server took. */
export type TakenMail = Readonly<z.output<typeof mail>>

const event = z.discriminatedUnion('event', [
  z.object({ event: z.literal('listening'), host: z.string(), port: z.int() }),
  z.object({ event: z.literal('done') }),
  mail.extend({ event: z.literal('mail') }),
])

/**
 * Where every exchange breaks from now on. `data`: the mail was sent, and is not kept. `reply`: it is kept, and only the
 * answer is lost. `hang`: nothing comes any more. `code` goes with `reject`, and is 550 unless it is given.
 */
export interface SmtpFault {
  readonly at: 'connect' | 'mail' | 'rcpt' | 'data' | 'reply'
  readonly how: 'drop' | 'reject' | 'hang'
  readonly code?: number
}

export interface TestSmtpServer {
  readonly host: string
  readonly port: number
  /** All mails that were taken so far. */
  mails(): Promise<readonly TakenMail[]>
  /** The first mail that was not answered here before; waits for it. */
  nextMail(): Promise<TakenMail>
  /** Breaks every exchange, or with `undefined` none any more. */
  breakAt(fault: SmtpFault | undefined): Promise<void>
  /** Resolves when the process is gone. */
  stop(): Promise<void>
}

/** Starts a real SMTP server in a process of its own, on loopback. With `login`, clients have to log in. */
export async function startSmtpServer(login?: {
  readonly user: string
  readonly password: string
}): Promise<TestSmtpServer> {
  const program = join(import.meta.dirname, 'smtp-server-process.ts')
  const args = login ? [program, login.user, login.password] : [program]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const listening = Promise.withResolvers<{ host: string; port: number }>()
  const asked: (() => void)[] = []
  const taken: TakenMail[] = []
  const unread: TakenMail[] = []
  const waiting: PromiseWithResolvers<TakenMail>[] = []
  const take = (next: TakenMail): void => {
    taken.push(next)
    const first = waiting.shift()
    if (first) first.resolve(next)
    else unread.push(next)
  }
  createInterface({ input: child.stdout })
    .on('line', (line) => {
      const told = event.parse(JSON.parse(line))
      if (told.event === 'listening') listening.resolve(told)
      else if (told.event === 'done') asked.shift()?.()
      else take(mail.parse(told))
    })
    .once('close', () => {
      const gone = new Error('The SMTP server has ended.')
      for (const { reject } of [listening, ...waiting]) reject(gone)
    })
  const ask = (command: object): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    asked.push(resolve)
    child.stdin.write(`${JSON.stringify(command)}\n`)
    return promise
  }
  const { host, port } = await listening.promise
  return {
    host,
    port,
    async mails() {
      await ask({})
      return [...taken]
    },
    async nextMail() {
      const next = unread.shift()
      if (next) return next
      const later = Promise.withResolvers<TakenMail>()
      waiting.push(later)
      return later.promise
    },
    breakAt: (fault) => ask({ fault: fault ?? null }),
    async stop() {
      if (child.exitCode !== null) return
      const gone = once(child, 'exit')
      child.stdin.end()
      await gone
    },
  }
}
