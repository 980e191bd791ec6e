import { connect, type Socket } from 'node:net'

import { cpuUs } from './edge-cpu.ts'

/** What is sent over and over, and what its answer must contain. */
export interface Shot {
  readonly url: string
  /** The server's process. */
  readonly pid: number
  /** The whole request, head and body. */
  readonly bytes: Buffer
  readonly expected: string
}

/** Builds a POST by hand, because an HTTP client costs more than the server that is measured. */
export function shotOf(
  { url, pid }: Pick<Shot, 'url' | 'pid'>,
  headers: Readonly<Record<string, string>>,
  body: object,
  expected: string,
): Shot {
  const { host, pathname, search } = new URL(url)
  const text = JSON.stringify(body)
  const all = {
    host,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const bytes = Buffer.from(`POST ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n${text}`)
  return { url, pid, bytes, expected }
}

/** How much longer than it should an answer may take; then something is wrong. */
const LATE_MS = 5_000

/** All ids are as long as this one. */
export const FIRST_ID = 1_000

/** Stands for a name that each connection has of its own. */
export const LANE = `lane-${FIRST_ID}`

/** What came of a round. */
export interface Pace {
  readonly perSecond: number
  /** CPU of the server for each answer, microseconds. */
  readonly cpuUs: number
}

/**
 * Asks for so long, with so many connections, each of which sends again as soon as it is answered. The process that asks
 * may sleep meanwhile, or not.
 */
export async function paceOf(
  shot: Shot,
  atOnce: number,
  forMs: number,
  maySleep = false,
): Promise<Pace> {
  const { hostname, port } = new URL(shot.url)
  const sockets = await Promise.all(
    Array.from({ length: atOnce }, () => connected(Number(port), hostname)),
  )
  const rest = maySleep ? () => {} : stayAwake()
  const startedUs = cpuUs(shot.pid)
  const startedMs = performance.now()
  const counts = await Promise.all(
    sockets.map((socket, at) => lane(socket, ownShot(shot, at), startedMs + forMs)),
  )
  const elapsedMs = performance.now() - startedMs
  rest()
  const answers = counts.reduce((sum, count) => sum + count, 0)
  return {
    perSecond: (answers * 1_000) / elapsedMs,
    cpuUs: (cpuUs(shot.pid) - startedUs) / answers,
  }
}

/**
 * Keeps this process from sleeping: waking it is paid by whoever answers, on a virtual machine as much as for the whole
 * of a bare answer, and by a server that is busy all the time never. Answers how to end that.
 */
export function stayAwake(): () => void {
  let isOver = false
  const again = (): void => {
    if (!isOver) setImmediate(again)
  }
  again()
  return () => {
    isOver = true
  }
}

/** With an id of its own, because two requests of one session must not have the same at once. */
function ownShot({ bytes, ...shot }: Shot, at: number): Shot {
  const id = FIRST_ID + at
  const text = bytes
    .toString()
    .replace(`"id":${FIRST_ID}`, `"id":${id}`)
    .replace(LANE, `lane-${id}`)
  return { ...shot, bytes: Buffer.from(text) }
}

function connected(port: number, host: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => resolve(socket.setNoDelay(true)))
    socket.once('error', reject)
  })
}

function lane(socket: Socket, { url, bytes, expected }: Shot, endMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let answers = 0
    let parts: Buffer[] = []
    let got = 0
    let whole: number | undefined
    const late = setTimeout(
      () => {
        reject(
          new Error(
            `No whole answer came from ${url}: ${Buffer.concat(parts).toString().slice(0, 600)}`,
          ),
        )
        socket.destroy()
      },
      endMs - performance.now() + LATE_MS,
    )
    const onAnswer = (): void => {
      // Reading each answer would make the client the bottleneck; one in fifty is enough to see an error.
      if (answers++ % 50 === 0) {
        const text = Buffer.concat(parts).toString()
        if (!text.startsWith('HTTP/1.1 200') || !text.includes(expected))
          return reject(new Error(`The server answered ${text.slice(0, 600)}`))
      }
      parts = []
      got = 0
      whole = undefined
      if (performance.now() < endMs) return void socket.write(bytes)
      socket.destroy()
      clearTimeout(late)
      return resolve(answers)
    }
    socket.on('data', (part) => {
      const first = got === 0
      parts.push(part)
      got += part.byteLength
      if (first) whole = sizeIn(part)
      const isWhole = whole === undefined ? isLastChunk(parts) : got >= whole
      if (isWhole) onAnswer()
    })
    socket.once('error', reject)
    socket.once('end', () => reject(new Error('The server hung up.')))
    socket.write(bytes)
  })
}

/** Bytes of the whole answer, by its head; `undefined` when it comes in chunks. */
function sizeIn(part: Buffer): number | undefined {
  const head = part.indexOf('\r\n\r\n')
  const length = /\r\ncontent-length: (\d+)/i.exec(part.toString('latin1', 0, head))?.[1]
  return length === undefined ? undefined : head + 4 + Number(length)
}

/** The end may itself come in two parts. */
function isLastChunk(parts: readonly Buffer[]): boolean {
  const tail = Buffer.concat(parts.slice(-2))
  return tail.subarray(-5).toString('latin1') === '0\r\n\r\n'
}
