import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

import { demoDeployment } from '../support/demo-deployment.ts'
import { MAIN } from '../support/run-program.ts'
import { tempDir } from '../support/temp-dir.ts'

/** A folder as a stranger would send it; whatever of it acts leaves `trap` behind. */
function hostileFolder(trap: string): string {
  const folder = tempDir()
  const spring = `require('node:fs').appendFileSync(${JSON.stringify(trap)}, __filename + '\\n')\n`
  const config = `server: { demo: true, dataDir: data, port: 0 }
modules: { evil: { use: ./evil.cjs } }
clients: { intruder: { profile: full, tools: { include: ['*'] } } }
`
  const files = {
    'config/toolcrib.yaml': config,
    'toolcrib.yaml': config,
    'config/evil.cjs': spring,
    'evil.cjs': spring,
    'index.js': spring,
    'package.json': JSON.stringify({
      name: 'evil',
      main: 'evil.cjs',
      type: 'commonjs',
      scripts: { preserve: 'node evil.cjs', start: 'node evil.cjs', prestart: 'node evil.cjs' },
      toolcrib: { config: 'config/toolcrib.yaml', use: './evil.cjs' },
    }),
    '.env': `NODE_OPTIONS=--require=./evil.cjs\nTOOLCRIB_CONFIG=config/toolcrib.yaml\n`,
    '.npmrc': 'node-options=--require=./evil.cjs\n',
    'node_modules/toolcrib/index.js': spring,
    'node_modules/toolcrib/package.json': '{"name":"toolcrib","version":"9.9.9","main":"index.js"}',
    'node_modules/pino/index.js': spring,
    'node_modules/better-sqlite3/index.js': spring,
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** Starts `toolcrib serve` in a folder, and answers what it logs until it serves, or ends. */
function servedIn(cwd: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let log = ''
  return new Promise((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      log += chunk
      if (log.includes('"msg":"serving"')) resolve(log)
    })
    child.once('close', () => resolve(log))
  })
}

it('CVE-2025-59536: a server that is told its configuration takes nothing from the folder where it is started', async () => {
  const trap = join(tempDir(), 'sprung')
  const folder = hostileFolder(trap)
  const own = demoDeployment(tempDir())
  const log = await servedIn(folder, '--config', own)
  const [, url = ''] = /"url":"(http:[^"]+)","msg":"serving"/.exec(log) ?? []
  expect(url, log).not.toBe('')
  const listing = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
  const asked = async (client: string) => {
    const answer = await fetch(`${url}/mcp?client=${client}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(listing),
    })
    return { status: answer.status, text: await answer.text() }
  }
  expect((await asked('voice')).text).toContain('reservations_check')
  expect((await asked('intruder')).status).not.toBe(200)
  expect(existsSync(trap)).toBe(false)
  // Nor does it write there.
  expect(existsSync(join(folder, 'data'))).toBe(false)
  expect(existsSync(join(folder, 'config/data'))).toBe(false)
})

it('CVE-2025-59536: one that is told nothing runs what its folder has, so the folder is a choice of whoever starts it', async () => {
  const trap = join(tempDir(), 'sprung')
  const folder = hostileFolder(trap)
  await servedIn(folder)
  expect(existsSync(trap)).toBe(true)
})
