import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { configJsonSchema } from '../src/config/json-schema.ts'
import { describe } from '../src/mcp/describe.ts'
import { MODULES } from '../tools/index.ts'
import { toolsPage } from './tools-page.ts'

/**
 * Writes the files that are made from code, or with `--check` only says which of them are out of date:
 * the config's JSON Schema for editors, the page of tools, and each tool as the weakest client sees it.
 */
const files = new Map([
  ['config/schema.json', json(configJsonSchema(MODULES))],
  ['docs/tools.md', toolsPage(MODULES)],
  ...MODULES.flatMap((module) => module.tools).map(
    (tool) => [`test/catalog/${tool.name}.json`, json(describe(tool, 'voice'))] as const,
  ),
])

const root = join(import.meta.dirname, '..')
const stale = [...files].filter(([path, content]) => {
  const file = join(root, path)
  return !existsSync(file) || readFileSync(file, 'utf8') !== content
})

if (process.argv.includes('--check')) {
  for (const [path] of stale) process.stderr.write(`${path} is out of date; run npm run generate\n`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  for (const [path, content] of stale) writeFileSync(join(root, path), content)
  for (const [path] of stale) process.stdout.write(`wrote ${path}\n`)
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
