import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'

import { main } from '../../../src/cli/main.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command line in this process; what it wrote comes back instead of being shown. */
export async function runCli(...argv: readonly string[]): Promise<Ran> {
  const terminal = { out: new PassThrough(), err: new PassThrough() }
  const written = Promise.all([text(terminal.out), text(terminal.err)])
  const code = await main(argv, terminal)
  terminal.out.end()
  terminal.err.end()
  const [out, err] = await written
  return { code, out, err }
}
