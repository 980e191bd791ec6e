import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { generatedFiles } from './generated-files.ts'
import { staleness } from './staleness.ts'
import { starterCatalogue } from './starter-catalogue.ts'

/**
 * Writes the files that are made from code, and removes those that nothing makes any more; or with `--check` only
 * says which of them are out of date.
 */
const root = join(import.meta.dirname, '..')
const files = new Map([...generatedFiles(), await starterCatalogue()])
/** Every file in this folder is made by us, so one that we do not make belongs to a tool that is gone. */
const found = globSync('test/catalog/**/*.json', { cwd: root })
const { stale, surplus } = staleness(root, files, found)

if (process.argv.includes('--check')) {
  for (const path of stale) process.stderr.write(`${path} is out of date; run npm run generate\n`)
  for (const path of surplus)
    process.stderr.write(`${path} is of a tool that is gone; run npm run generate\n`)
  process.exitCode = stale.length + surplus.length > 0 ? 1 : 0
} else {
  for (const path of stale) write(path)
  for (const path of surplus) remove(path)
}

function write(path: string): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, files.get(path) ?? '')
  process.stdout.write(`wrote ${path}\n`)
}

function remove(path: string): void {
  rmSync(join(root, path))
  process.stdout.write(`removed ${path}\n`)
}
