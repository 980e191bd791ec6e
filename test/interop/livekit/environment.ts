import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { runProgram } from '../../support/run-program.ts'

/** One version of LiveKit, in a virtual environment of its own. */
export interface Environment {
  readonly python: string
  /** Such as `LiveKit 1.8.9, mcp 2.3.0`. */
  readonly title: string
}

const VERSIONS =
  'from importlib.metadata import version as v; print(f"LiveKit {v(\'livekit-agents\')}, mcp {v(\'mcp\')}")'

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
    await must(python, [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
      ...['--requirement', requirements],
    ])
    writeFileSync(stampFile, stamp)
  }
  return { python, title: (await must(python, ['-c', VERSIONS])).trim() }
}

async function must(command: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram(command, args)
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`)
  return stdout
}
