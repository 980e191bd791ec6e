import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import * as z from 'zod'

import { MAIN } from './run-program.ts'

export interface ServedDeployment {
  /** For example `http://127.0.0.1:41234`. */
  readonly url: string
  /** Of the operators' API, where the deployment has one. */
  readonly adminUrl: string | undefined
  /** Stops the process and waits until it is gone. */
  stop(): Promise<void>
}

const serving = z.looseObject({ msg: z.enum(['serving', 'serving operators']), url: z.string() })

/** Serves a deployment on a free port, by `toolcrib serve` in a process of its own. */
export async function serveDeployment(configFile: string): Promise<ServedDeployment> {
  const args = [MAIN, 'serve', '--port', '0', '--config', configFile]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const exited = once(child, 'exit')
  const urls = await urlsIn(child.stderr)
  return {
    ...urls,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

/** The URLs that the server logs; the log is read to its end, because a full pipe would stop the server. */
function urlsIn(log: NodeJS.ReadableStream): Promise<Pick<ServedDeployment, 'url' | 'adminUrl'>> {
  return new Promise((resolve, reject) => {
    const lines: string[] = []
    let adminUrl: string | undefined
    const reader = createInterface({ input: log })
    reader.on('line', (line) => {
      lines.push(line)
      const said = serving.safeParse(parsed(line))
      if (!said.success) return
      if (said.data.msg === 'serving') resolve({ url: said.data.url, adminUrl })
      else adminUrl = said.data.url
    })
    reader.once('close', () => reject(new Error(`The server ended:\n${lines.join('\n')}`)))
  })
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
