import type { Writable } from 'node:stream'
import { styleText } from 'node:util'

/** Where a command writes: what was asked for to `out`, all else to `err`, so that `out` can be piped. */
export interface Terminal {
  readonly out: Writable
  readonly err: Writable
}

export const PROCESS_TERMINAL: Terminal = Object.freeze({
  out: process.stdout,
  err: process.stderr,
})

type Style = Parameters<typeof styleText>[0]
export type Paint = (style: Style, text: string) => string

/** Colours only where `stream` is a terminal that wants them; `NO_COLOR` and `FORCE_COLOR` count. */
export function painter(stream: Writable): Paint {
  return (style, text) => styleText(style, text, { stream })
}

export function print({ out }: Terminal, text: string): void {
  out.write(`${text}\n`)
}

export function printJson(terminal: Terminal, data: unknown): void {
  print(terminal, JSON.stringify(data, undefined, 2))
}

/** Says something beside what was asked for. */
export function note({ err }: Terminal, text: string): void {
  err.write(`${text}\n`)
}

/** Resolves when everything written so far has left the process, or cannot any more. */
export async function flushed({ out, err }: Terminal): Promise<void> {
  await Promise.all([out, err].map((stream) => new Promise((done) => stream.write('', done))))
}
