import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Calls of fsync and fdatasync, by strace. */
export interface Fsyncs {
  readonly perAppend: number
  /** The same where 20 appends are made at once. */
  readonly perAppendOf20: number
}

const TRACER = 'strace'
const APPENDS = 400

/** `undefined` where there is no strace. */
export function fsyncFigures(): Fsyncs | undefined {
  if (spawnSync(TRACER, ['-V']).status !== 0) return undefined
  const none = countOf(0, 1)
  const per = (atOnce: number): number => (countOf(APPENDS, atOnce) - none) / APPENDS
  return { perAppend: per(1), perAppendOf20: per(20) }
}

function countOf(appends: number, atOnce: number): number {
  const dir = mkdtempSync(join(tmpdir(), 'toolcrib-bench-'))
  const log = join(dir, 'strace')
  const script = fileURLToPath(import.meta.resolve('./commit-loop.ts'))
  const tracing = ['-f', '-qq', '-e', 'trace=fsync,fdatasync', '-o', log]
  const args = [...tracing, process.execPath, script, String(appends), String(atOnce)]
  const { status, stderr } = spawnSync(TRACER, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`strace ended with ${status}: ${stderr}`)
  // A call that another thread interrupts stands in two lines, of which only the first names its file.
  const calls = readFileSync(log, 'utf8').match(/\b(fsync|fdatasync)\(\d+/g) ?? []
  rmSync(dir, { recursive: true })
  return calls.length
}
