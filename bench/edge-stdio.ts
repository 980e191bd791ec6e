import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

import { cpuUs } from './edge-cpu.ts'
import { stayAwake, type Pace } from './edge-load.ts'
import { pinned } from './edge-pin.ts'
import { ECHO_NAME, TEXT } from './edge-tools.ts'

/** A server on stdio, with requests of 2025-11-25 written to it. */
export interface StdioServer {
  readonly pid: number
  ask(method: string, params: object): Promise<string>
  end(): Promise<void>
}

const HELLO = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'bench', version: '1.0.0' },
}

/** Starts a server and says hello. `core`: the one that it may use; all of them where there is none. */
export async function stdioServer(
  args: readonly string[],
  core: number | undefined,
): Promise<StdioServer> {
  const [command, ...rest] = pinned(core, [process.execPath, ...args])
  const child = spawn(command ?? '', rest, { stdio: ['pipe', 'pipe', 'ignore'] })
  // Whatever becomes of the bench, no server outlives it.
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const waiting = new Map<number, (line: string) => void>()
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    const lines = (text + part).split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) {
      // Parsing every answer would make the client the bottleneck.
      const id = Number(/"id":(\d+)/.exec(line.length > 400 ? ends(line) : line)?.[1])
      waiting.get(id)?.(line)
      waiting.delete(id)
    }
  })
  let asked = 0
  const send = (message: object): void =>
    void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const ask = (method: string, params: object): Promise<string> =>
    new Promise((resolve) => {
      const id = ++asked
      waiting.set(id, resolve)
      send({ id, method, params })
    })
  await ask('initialize', HELLO)
  send({ method: 'notifications/initialized' })
  return {
    pid: child.pid ?? 0,
    ask,
    async end() {
      process.off('exit', kill)
      await ended(child)
    },
  }
}

/** The id stands first or last; between, a list is long. */
function ends(line: string): string {
  return `${line.slice(0, 60)} ${line.slice(-60)}`
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  // In order: only who ends so keeps its compiled code for the next start.
  child.kill('SIGTERM')
  await gone
}

/** Asks for so long, with so many requests in flight. */
export async function stdioPace(
  { ask, pid }: StdioServer,
  method: 'tools/call' | 'tools/list',
  inFlight: number,
  forMs: number,
): Promise<Pace> {
  const params = method === 'tools/call' ? { name: ECHO_NAME, arguments: { text: TEXT } } : {}
  const expected = method === 'tools/call' ? `"text":"${TEXT}"` : 'edge_source49'
  const rest = stayAwake()
  const startedUs = cpuUs(pid)
  const startedMs = performance.now()
  let answers = 0
  const lane = async (): Promise<void> => {
    while (performance.now() - startedMs < forMs) {
      const line = await ask(method, params)
      if (answers++ % 50 === 0 && !line.includes(expected))
        throw new Error(`The server answered ${line.slice(0, 600)}`)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
  rest()
  return {
    perSecond: (answers * 1_000) / (performance.now() - startedMs),
    cpuUs: (cpuUs(pid) - startedUs) / answers,
  }
}

/** Milliseconds from the start of a server to its first list of tools, with a client's hello between. */
export async function firstListMs(args: readonly string[]): Promise<number> {
  const startedMs = performance.now()
  const server = await stdioServer(args, undefined)
  await server.ask('tools/list', {})
  const ms = performance.now() - startedMs
  await server.end()
  return ms
}
