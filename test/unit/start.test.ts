import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

import { tempDir } from '../support/temp-dir.ts'

const MAIN = join(import.meta.dirname, '../../src/main.ts')

/** What every start would wait for, and few need: files of a linter, of a tokenizer and of libraries for single tools. */
const UNWANTED =
  /src\/(lint|diff)\/|src\/cli\/(audit|lint|diff|init|new|connect)\.|tools\/(customers|reservations|messages)\/|gpt-tokenizer|libphonenumber|temporal-polyfill|nodemailer|\/ajv\/|chokidar|hono/

it('a server over stdio reads nothing at its start that it does not serve', () => {
  const dir = tempDir()
  const config = join(dir, 'toolcrib.yaml')
  const list = join(dir, 'list.cjs')
  writeFileSync(
    config,
    `server: { dataDir: data }
modules: { operations: {} }
clients: { voice: { profile: voice, scopes: ["operations:read"], tools: { include: ["*"] } } }
`,
  )
  writeFileSync(
    list,
    `if (!require('node:worker_threads').isMainThread) return
const seen = []
require('node:module').registerHooks({ load(url, context, next) { seen.push(url); return next(url, context) } })
process.on('exit', () => require('node:fs').writeSync(2, '\\nREAD ' + JSON.stringify(seen) + '\\n'))
`,
  )
  const args = ['--require', list, MAIN, 'serve', '--stdio', '--client', 'voice']
  const { stderr, status } = spawnSync(process.execPath, [...args, '--config', config], {
    input: '',
    encoding: 'utf8',
  })
  expect(status, stderr).toBe(0)
  const read: readonly string[] = JSON.parse(/^READ (.*)$/m.exec(stderr)?.[1] ?? '[]')
  expect(read.some((url) => url.endsWith('src/cli/serve.ts'))).toBe(true)
  expect(read.filter((url) => UNWANTED.test(url))).toEqual([])
})
