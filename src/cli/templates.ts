import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'

/** Of this package, in a clone as in an installation. */
export const PACKAGE_ROOT = join(
  import.meta.dirname,
  extname(import.meta.filename) === '.ts' ? '../..' : '../../..',
)

/** Path → text of the files of one kind of template. Paths have slashes and are relative to it. */
export function templates(kind: 'project' | 'module'): ReadonlyMap<string, string> {
  const folder = join(PACKAGE_ROOT, 'config', 'templates', kind)
  const paths = readdirSync(folder, { encoding: 'utf8', recursive: true })
  return new Map(
    paths
      .toSorted()
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')]),
  )
}
