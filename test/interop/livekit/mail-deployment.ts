import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as z from 'zod'

import { ROOT } from '../../support/run-program.ts'

const listening = z.looseObject({ event: z.literal('listening'), port: z.int() })

export interface MailServer {
  readonly port: number
  /** The file with one JSON line for each mail. */
  readonly mailbox: string
  stop(): Promise<void>
}

/** Starts a real SMTP server in a process of its own, which keeps what it is handed in a file. */
export async function mailServer(folder: string): Promise<MailServer> {
  const mailbox = join(folder, 'mails.jsonl')
  const file = createWriteStream(mailbox)
  const program = join(ROOT, 'test', 'support', 'smtp-server-process.ts')
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => file.write(`${line}\n`))
  const [first] = await Promise.race([once(lines, 'line'), exited.then(neverStarted)])
  return {
    port: listening.parse(JSON.parse(String(first))).port,
    mailbox,
    async stop() {
      child.stdin.end()
      await exited
      file.end()
    },
  }
}

function neverStarted(): never {
  throw new Error('The mail server ended before it listened.')
}

/** One phone agent, which sends messages for Olga; only she gets the codes. Returns the config file. */
export function mailDeployment(folder: string, port: number): string {
  const file = join(folder, 'toolcrib.yaml')
  writeFileSync(
    file,
    `
server:
  port: 0
  demo: true
  dataDir: data
  mail: { host: 127.0.0.1, port: ${port}, from: 'Harbor Table <desk@example.com>' }
modules:
  messages: { config: { allow: { voice: [ada@example.com] } } }
clients:
  voice:
    profile: voice
    tools: { include: ['*'] }
    highestTier: irreversible
    scopes: ['messages:read', 'messages:write', 'messages:send']
    user: { id: olga, name: Olga, email: olga@example.org }
`,
  )
  return file
}
