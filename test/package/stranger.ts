import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** Longer than any command was seen to take, many times over. */
const LIMIT_MS = 300_000

export interface Ended {
  readonly code: unknown
  readonly output: string
  readonly log: string
}

/** Runs a line of a shell in `folder` as somebody would who has nothing of this repository. */
export async function run(folder: string, line: string): Promise<Ended> {
  const child = started(folder, line)
  const limit = setTimeout(() => stop(child), LIMIT_MS)
  const closed = once(child, 'close')
  const [output, log] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await closed
  clearTimeout(limit)
  return { code, output, log }
}

/** The output of a line that has to succeed. */
export async function must(folder: string, line: string): Promise<string> {
  const { code, output, log } = await run(folder, line)
  if (code !== 0) throw new Error(`${line} ended with ${String(code)}:\n${output}${log}`)
  return output
}

/** The same for a line that does not end by itself; `stop` ends it, with all that it has started. */
export function started(folder: string, line: string) {
  return spawn('sh', ['-c', line], {
    cwd: folder,
    env: strangersEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
}

/** SIGTERM to the whole group: npm, its shell and the server are three processes. */
export function stop({ pid, exitCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null) process.kill(-pid, 'SIGTERM')
}

/** Without what npm adds for a script of this repository: its Node would come first on the path. */
function strangersEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(lifecycle|package|command|config_local_prefix)|INIT_CWD$|NODE$)/.test(name),
  )
  const path = (process.env['PATH'] ?? '')
    .split(':')
    .filter((folder) => !/node_modules\/\.bin$|node-gyp-bin$/.test(folder))
  return { ...Object.fromEntries(kept), PATH: path.join(':') }
}
