import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { runProgram } from '../../support/run-program.ts'

/** One version of LiveKit, in a virtual environment of its own. */
export interface Environment {
  readonly python: string
  /** Of `livekit-agents`, such as `1.8.9`. */
  readonly version: string
  /** Of the MCP client that it uses. */
  readonly mcp: string
}

const VERSIONS =
  'from importlib.metadata import version; print(version("livekit-agents"), version("mcp"))'

/** Installs `requirements-<name>.txt`, unless that was done before with the same requirements. */
export async function environment(name: string): Promise<Environment> {
  const requirements = join(import.meta.dirname, `requirements-${name}.txt`)
  const folder = join(import.meta.dirname, `.venv-${name}`)
  const python = join(folder, 'bin', 'python')
  const stampFile = join(folder, 'requirements.sha256')
  const stamp = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    process.stdout.write(`# installing ${name} with pip; this can take a minute\n`)
    // A half-made environment, or one of other requirements, is not mended but made anew.
    rmSync(folder, { recursive: true, force: true })
    await must('python3', ['-m', 'venv', folder])
    await must(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements])
    writeFileSync(stampFile, stamp)
  }
  const [version = '', mcp = ''] = (await must(python, ['-c', VERSIONS])).trim().split(' ')
  return { python, version, mcp }
}

async function must(command: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram(command, args)
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`)
  return stdout
}
