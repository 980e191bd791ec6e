#!/usr/bin/env node
import module from 'node:module'
import { join } from 'node:path'

import { nodeProblem } from './node-problem.ts'

// Checked before anything else is loaded: better-sqlite3 crashes an old Node without a word.
const problem = nodeProblem(process.versions.node)
if (problem === undefined) {
  // The databases hold birth dates and phone numbers: they are this user's alone. What is written as source is not.
  if (!/^(init|new|catalog)$/.test(process.argv[2] ?? '')) process.umask(0o077)
  // Halves the start, which for a stdio child is time before an agent's first word. Not in the system's shared
  // temporary folder, where another user could put code in the place of ours.
  module.enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compile'))
  const { main } = await import('./cli/main.ts')
  process.exit(await main(process.argv.slice(2)))
}
if (process.argv[2] === 'init') {
  // A new project brings a Node of its own, so the one that makes it may be old. Nothing native is loaded for it.
  const { initAlone } = await import('./cli/init.ts')
  process.exit(await initAlone(process.argv.slice(3)))
}
process.stderr.write(`${problem}\n`)
process.exit(1)
