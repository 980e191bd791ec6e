import { basename, extname, join, relative } from 'node:path'

import { CONFIG_OPTION } from './command.ts'

/** The file that this process runs, as TypeScript in a clone or as JavaScript in an installed package. */
export const MAIN_FILE = join(import.meta.dirname, '..', `main${extname(import.meta.filename)}`)

/** How to call this program once more, so that what we print can be pasted. */
export const PROGRAM = programOf(
  process.argv[1] ?? '',
  process.cwd(),
  process.env['npm_lifecycle_event'],
)

/**
 * `script` is what Node was told to run: the file itself in a clone, a link named `toolcrib` when installed.
 * `npmEvent` is set inside npm; there the clone's own Node runs, and the one on the PATH may be too old.
 */
export function programOf(script: string, folder: string, npmEvent: string | undefined): string {
  if (!/^main\.[jt]s$/.test(basename(script)))
    return npmEvent === undefined ? 'toolcrib' : 'npx --no toolcrib'
  if (npmEvent !== undefined && npmEvent !== 'npx') return 'npm run -s toolcrib --'
  const near = relative(folder, script)
  return `node ${near.startsWith('..') ? script : near}`
}

/** A command to paste, for the deployment in `file`. */
export function runHint(words: string, file: string): string {
  return `${PROGRAM} ${words}${file === CONFIG_OPTION.default ? '' : ` --config ${file}`}`
}
