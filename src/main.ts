#!/usr/bin/env node
import { nodeProblem } from './node-problem.ts'

// Checked before anything else is loaded: better-sqlite3 crashes an old Node without a word.
const problem = nodeProblem(process.versions.node)
if (problem === undefined) {
  const { main } = await import('./cli/main.ts')
  process.exit(await main(process.argv.slice(2)))
}
process.stderr.write(`${problem}\n`)
process.exit(1)
