import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test, vi } from 'vitest'

import { addKey } from '../../src/policy/api-keys.ts'
import { databaseFile } from '../../src/store/places.ts'
import { sqliteStores } from '../../src/store/sqlite/stores.ts'
import { systemClock } from '../../src/system-clock.ts'
import { demoDeployment } from '../support/demo-deployment.ts'
import { MAIN, runToolcrib } from '../support/run-program.ts'
import { openStream } from '../support/serve-admin.ts'
import { HELLO, stdioProcess } from '../support/stdio-process.ts'
import { tempDir } from '../support/temp-dir.ts'

/** The demo deployment with one operator, who decides at this port. */
function deployment(port: number): { readonly file: string; readonly folder: string } {
  const folder = tempDir()
  const file = demoDeployment(folder)
  const shipped = readFileSync(file, 'utf8')
  const withAdmin = shipped.replace('server:\n', `server:\n  admin: { port: ${port} }\n`)
  writeFileSync(file, `${withAdmin}\noperators:\n  dora: { tools: ['*'] }\n`)
  return { file, folder }
}

function serving(file: string, ...more: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', '--config', file, ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (log += chunk))
  return { child, log: () => log, banner: text(child.stdout), exited: once(child, 'exit') }
}

function tokenIn(folder: string): string {
  const stores = sqliteStores(databaseFile(join(folder, 'data')), systemClock)
  const token = addKey(stores.operatorKeys, 'tco', 'dora', systemClock.now())
  stores.close()
  return token
}

/** Generous, because a process has to start. */
const SOON = { timeout: 20_000, interval: 50 }

test('`serve` lets operators decide at a port of their own, and stops at once although they listen', async () => {
  const { file, folder } = deployment(0)
  const { child, log, banner, exited } = serving(file)
  const url = await vi.waitFor(() => {
    const line = log()
      .split('\n')
      .find((each) => each.includes('"serving operators"'))
    const found = /"url":"([^"]+)"/.exec(line ?? '')?.[1]
    if (found === undefined) throw new Error(log())
    return found
  }, SOON)
  const token = tokenIn(folder)
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`${url}/v1/operator`, { headers })
  expect(await answer.json()).toMatchObject({ name: 'dora', tools: ['*'] })
  expect((await fetch(`${url}/v1/operator`)).status).toBe(401)
  await vi.waitFor(() => expect(log()).toContain('"code":"no_operator"'), SOON)

  const stream = await openStream(url, headers)
  expect(stream.status).toBe(200)
  await vi.waitFor(() => expect(log()).toContain('"serving"'), SOON)
  const stopped = performance.now()
  child.kill('SIGTERM')
  await exited
  expect(performance.now() - stopped).toBeLessThan(2_000)
  expect(child.exitCode).toBe(0)
  await vi.waitFor(() => expect(stream.hasEnded()).toBe(true))
  expect(await banner).toContain(`Operators decide at ${url}`)
  expect(log()).not.toContain(token)
})

test('a port that is taken is said, and nothing is served', async () => {
  const taken = createServer()
  taken.listen(0, '127.0.0.1')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const { port } = taken.address() as AddressInfo
  const { file } = deployment(port)
  const { code, stderr } = await runToolcrib('serve', '--port', '0', '--config', file)
  expect(code).toBe(78)
  expect(stderr).toContain(`Cannot listen on 127.0.0.1:${port} (EADDRINUSE)`)
  expect(stderr).toContain('server.admin')
})

test('over stdio nobody listens for operators', async () => {
  const taken = createServer()
  taken.listen(0, '127.0.0.1')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  // The port is taken, so whoever tried to listen would fail.
  const { file } = deployment((taken.address() as AddressInfo).port)
  const served = stdioProcess([MAIN, 'serve', '--stdio', '--client', 'voice', '--config', file])
  served.send(...HELLO)
  expect((await served.answer(0)).result).toBeDefined()
  served.child.stdin.end()
  const { code, stderr } = await served.ended
  expect(code).toBe(0)
  expect(stderr).not.toContain('operators')
})

test('an operator goes on listening while the deployment is opened anew', async () => {
  const { file, folder } = deployment(0)
  const { log } = serving(file, '--watch')
  const url = await vi.waitFor(() => {
    const found = /"url":"([^"]+)","msg":"serving operators"/.exec(log())?.[1]
    if (found === undefined) throw new Error(log())
    return found
  }, SOON)
  const headers = { authorization: `Bearer ${tokenIn(folder)}` }
  const stream = await openStream(url, headers)
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(
      "dora: { tools: ['*'] }",
      'dora: { tools: [reservations_book] }',
    ),
  )
  await vi.waitFor(() => expect(log()).toContain('"reloaded"'), SOON)
  const answer = await fetch(`${url}/v1/operator`, { headers })
  expect(await answer.json()).toMatchObject({ tools: ['reservations_book'] })
  expect(stream.hasEnded()).toBe(false)
})
