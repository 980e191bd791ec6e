import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Staleness {
  /** Files that are missing, or that say something else than they should. */
  readonly stale: readonly string[]
  /** Of the files found, those that should not be there. */
  readonly surplus: readonly string[]
}

/** Compares the files under `root` with what they should be. Paths are relative to it. */
export function staleness(
  root: string,
  files: ReadonlyMap<string, string>,
  found: readonly string[],
): Staleness {
  return {
    stale: [...files.keys()].filter((path) => textOf(join(root, path)) !== files.get(path)),
    surplus: found.map(withSlashes).filter((path) => !files.has(path)),
  }
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function withSlashes(path: string): string {
  return path.replaceAll('\\', '/')
}
