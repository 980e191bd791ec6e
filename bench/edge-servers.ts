import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { openSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import type { EdgeHouse } from './edge-house.ts'
import { pinned, SERVER_CORE } from './edge-pin.ts'

/** A server process that answers at `url`. */
export interface Served {
  readonly url: string
  readonly pid: number
  /** Headers that its requests need beside those of the protocol. */
  readonly headers: Readonly<Record<string, string>>
  end(): Promise<void>
}

/** The program as a package has it: `npm run build` makes it. */
export const PROGRAM = join(import.meta.dirname, '../dist/src/main.js')

export function benchFile(name: string): string {
  return join(import.meta.dirname, name)
}

/** Toolcrib as in production: the ledger in its thread, and its log in a file. */
export async function serveHouse(
  { dir, config, key }: EdgeHouse,
  tools: number,
  nodeOptions: readonly string[] = [],
): Promise<Served> {
  const log = openSync(join(dir, 'log'), 'w')
  const args = [...nodeOptions, PROGRAM, 'serve', '--config', config]
  const child = start(args, { EDGE_TOOLS: String(tools) }, log)
  const url = await found(child, /https?:\/\/[\d.]+:\d+/)
  return {
    url: `${url}/mcp`,
    pid: pidOf(child),
    headers: { authorization: `Bearer ${key}` },
    end: () => ended(child),
  }
}

/** A server of the bench, which says where it is. */
export async function serveFile(name: string, args: readonly string[]): Promise<Served> {
  const child = start([benchFile(name), ...args], {}, 'ignore')
  const url = await found(child, /http:\S+/)
  return { url, pid: pidOf(child), headers: {}, end: () => ended(child) }
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('A server of the bench did not start.')
  return pid
}

/** `fastmcp` cannot be told to choose a port, nor asked for the one it has. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

/** The list that a house's client is given, in a file, for the servers that have theirs ready. */
export async function saveList({ url, headers }: Served, file: string): Promise<void> {
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
  const text = await (await post(url, headers, body)).text()
  const [, json = text] = /^data: (.*)$/m.exec(text) ?? []
  const { result } = JSON.parse(json) as { readonly result: object }
  writeFileSync(file, JSON.stringify(result))
}

/** Opens a session of 2025-11-25. Answers the header that names it. */
export async function openSession({ url, headers }: Served): Promise<Record<string, string>> {
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1.0.0' },
  }
  const hello = await post(url, headers, { jsonrpc: '2.0', id: 0, method: 'initialize', params })
  await hello.text()
  const session = hello.headers.get('mcp-session-id')
  const own = session === null ? {} : { 'mcp-session-id': session }
  await post(url, { ...headers, ...own }, { jsonrpc: '2.0', method: 'notifications/initialized' })
  return own
}

function post(url: string, headers: Readonly<Record<string, string>>, body: object) {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
      ...headers,
    },
    body: JSON.stringify(body),
  })
}

function start(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stderr: number | 'ignore',
): ChildProcess {
  const [command = '', ...rest] = pinned(SERVER_CORE, [process.execPath, ...args])
  const child = spawn(command, rest, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', stderr],
  })
  // Whatever becomes of the bench, no server outlives it.
  process.once('exit', () => child.kill('SIGKILL'))
  return child
}

async function found(child: ChildProcess, pattern: RegExp): Promise<string> {
  if (!child.stdout) throw new Error('A server of the bench has no output.')
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = pattern.exec(line) ?? []
    if (url === undefined) continue
    // What it prints from now on must not fill the pipe.
    child.stdout.resume()
    return url
  }
  throw new Error('A server of the bench ended before it served.')
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}
