import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import manifest from '../../package.json' with { type: 'json' }
import { nodeProblem } from '../../src/node-problem.ts'
import { tempDir } from '../support/temp-dir.ts'

describe('a Node that is too old', () => {
  it.each(['20.20.2', '22.17.9', '18.0.0', '9.0.0'])('%s is refused in one line', (version) => {
    expect(nodeProblem(version)).toMatch(/^Toolcrib needs Node 22\.18 or newer, .*\.$/)
    expect(nodeProblem(version)).not.toContain('\n')
  })

  it.each(['22.18.0', '22.19.1', '24.0.0', '26.10.0'])('is not %s', (version) => {
    expect(nodeProblem(version)).toBeUndefined()
  })

  it('is what the package declares', () => {
    expect(manifest.engines.node).toBe('>=22.18')
  })

  it('is refused by the bin before anything native is loaded', () => {
    const pretend = join(tempDir(), 'old.cjs')
    // Loading better-sqlite3 would be the crash; here it would at least be heard.
    writeFileSync(
      pretend,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })
       const { Module } = require('node:module')
       const load = Module._load
       Module._load = (name, ...rest) => {
         if (name.includes('sqlite')) process.stderr.write('loaded ' + name)
         return load(name, ...rest)
       }`,
    )
    const main = join(import.meta.dirname, '../../src/main.ts')
    const run = spawnSync(process.execPath, ['--require', pretend, main, 'check'], {
      encoding: 'utf8',
    })
    expect(run.status).toBe(1)
    expect(run.stdout).toBe('')
    expect(run.stderr).toMatch(
      /^Toolcrib needs Node 22\.18 or newer, and this is Node 20\.20\.2\..*\n$/,
    )
  })
})
