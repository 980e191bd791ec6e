import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import * as z from 'zod'

const frame = z.looseObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.number(), z.string()]).optional(),
  result: z.looseObject({}).optional(),
})

export type Frame = z.output<typeof frame>

/** A server on stdio, spoken to line by line, so that nothing which a client forgives goes unseen. */
export interface StdioProcess {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>
  /** Every line of stdout so far, whatever it is. */
  readonly lines: readonly string[]
  /** Writes messages, without waiting for what comes of them. */
  send(...messages: readonly object[]): void
  /** The frame that answers `id`. Rejects when the process ends without. */
  answer(id: number): Promise<Frame>
  /** Resolves when the process is gone and all its output is read. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>
}

/** Starts `node` with `args`. The process is gone after the test, whatever happens in it. */
export function stdioProcess(args: readonly string[]): StdioProcess {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  const answers = new Map<number, PromiseWithResolvers<Frame>>()
  const slotOf = (id: number) => {
    const slot = answers.get(id) ?? Promise.withResolvers<Frame>()
    answers.set(id, slot)
    return slot
  }
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (line) => {
    lines.push(line)
    const read = readFrame(line)
    if (typeof read?.id === 'number') slotOf(read.id).resolve(read)
  })
  reader.once('close', () => {
    for (const { reject } of answers.values()) reject(new Error('The process ended.'))
  })
  return {
    child,
    lines,
    send(...messages) {
      for (const message of messages)
        child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
    },
    answer: (id) => slotOf(id).promise,
    ended: endOf(child),
  }
}

/** The frame in a line; undefined when there is none. */
export function readFrame(line: string): Frame | undefined {
  try {
    return frame.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** What a client says first. Its answer has the id 0. */
export const HELLO = [
  {
    id: 0,
    method: 'initialize',
    params: {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'test', version: '1.0.0' },
    },
  },
  { method: 'notifications/initialized' },
] as const

export function callOf(id: number, name: string, args: object = {}) {
  return { id, method: 'tools/call', params: { name, arguments: args } }
}

async function endOf(child: StdioProcess['child']) {
  const closed = once(child, 'close')
  const stderr = await text(child.stderr)
  await closed
  return { code: child.exitCode, stderr }
}
