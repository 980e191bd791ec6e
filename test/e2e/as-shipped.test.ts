import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'

import { demoDeployment } from '../support/demo-deployment.ts'
import { loggedProcess } from '../support/logged-process.ts'
import { MAIN, runToolcrib } from '../support/run-program.ts'
import { tempDir } from '../support/temp-dir.ts'

const PATIENCE = { timeout: 60_000 }

/** The shipped deployment in a process of its own, with operators beside it. */
async function shipped() {
  const file = demoDeployment(tempDir())
  const yaml = readFileSync(file, 'utf8').replace('server:\n', 'server:\n  admin: { port: 0 }\n')
  writeFileSync(file, `${yaml}\noperators:\n  dora: { tools: ['*'] }\n`)
  const { child, logged } = loggedProcess([MAIN, 'serve', '--port', '0', '--config', file])
  const portOf = async (msg: string) =>
    Number(await logged(new RegExp(`"url":"http://127.0.0.1:(\\d+)","msg":"${msg}"`)))
  const mcp = await portOf('serving')
  return { pid: child.pid ?? 0, mcp, admin: await portOf('serving operators') }
}

/** The addresses and ports that a process listens on, as the system has them. */
function listeningOn(pid: number): readonly string[] {
  const fds = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)]
    } catch {
      return []
    }
  })
  const own = new Set(fds.map((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1]))
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && own.has(inode))
      .map(([, local = '']) => local),
  )
}

const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0')

async function statusOf(port: number, path: string, headers: Readonly<Record<string, string>>) {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const sent = request({ port, path, agent: false, setHost: false, headers })
  sent.on('error', reject).on('response', (response) => {
    text(response).then(() => resolve(response.statusCode ?? 0), reject)
  })
  sent.end()
  return promise
}

describe.runIf(process.platform === 'linux')('the shipped deployment', PATIENCE, () => {
  it('S3: listens on this machine’s own address alone, on every port', async () => {
    const { pid, mcp, admin } = await shipped()
    expect([...listeningOn(pid)].toSorted()).toEqual(
      [`0100007F:${hex(mcp)}`, `0100007F:${hex(admin)}`].toSorted(),
    )
  })

  it('CVE-2025-66414: refuses a rebound name and a page of anywhere without being told to', async () => {
    const { mcp } = await shipped()
    const status = (host: string, more = {}) => statusOf(mcp, '/healthz', { host, ...more })
    expect(await status(`127.0.0.1:${mcp}`)).toBe(200)
    expect(await status(`evil.example:${mcp}`)).toBe(403)
    expect(await status(`127.0.0.1:${mcp}`, { origin: 'http://evil.example' })).toBe(403)
  })

  it('CVE-2025-49596: guards every port, also the one for operators', async () => {
    const { mcp, admin } = await shipped()
    for (const [port, path] of [
      [mcp, '/mcp'],
      [mcp, '/healthz'],
      [admin, '/v1/operator'],
      [admin, '/openapi.json'],
    ] as const) {
      expect(await statusOf(port, path, { host: 'evil.example' }), path).toBe(403)
      const origin = { host: 'localhost', origin: 'http://evil.example' }
      expect(await statusOf(port, path, origin), path).toBe(403)
    }
    expect(await statusOf(admin, '/v1/operator', { host: 'localhost' })).toBe(401)
  })
})

it.each(['0.0.0.0', '::', '192.168.1.7'])(
  'S3 and CVE-2026-23744: where anybody is served, the server does not start on %s',
  PATIENCE,
  async (host) => {
    const config = join(demoDeployment(tempDir()))
    const { code, stderr } = await runToolcrib('serve', '--host', host, '--config', config)
    expect(code).toBe(78)
    expect(stderr).toContain(
      'demo mode serves anyone without a key, so it starts only on a loopback',
    )
  },
)
