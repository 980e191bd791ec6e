import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'

import { connectClient } from '../support/clients.ts'
import { MAIN, ROOT, runProgram, runToolcrib } from '../support/run-program.ts'
import { deploymentFile, KEYED } from '../unit/cli/deployment.ts'

const DEMO_DATA = ['country: US', 'country: US, demoData: true'] as const
const SEARCH = ['call', 'customers_search', 'query=Moreno', 'kind=name'] as const

/** Starts `serve` over HTTP on a free port; answers its banner up to the last line, and stops it after the test. */
async function served(file: string): Promise<{ readonly banner: string; readonly url: string }> {
  const args = [MAIN, 'serve', '--port', '0', '--log-level', 'silent', '--config', file]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  onTestFinished(async () => {
    if (child.kill('SIGTERM')) await once(child, 'exit')
  })
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (line.startsWith('More ways in')) break
  }
  const banner = lines.join('\n')
  return { banner, url: /at (http:\S+)/.exec(banner)?.[1] ?? '' }
}

test('a key is printed once, lets its client in, and ends when it is revoked', async () => {
  const file = deploymentFile(KEYED)
  const key = (await runToolcrib('keys', 'add', 'voice', '--config', file)).stdout.trim()
  const { url } = await served(file)
  const status = async (): Promise<number> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} })
    return (await fetch(`${url}/mcp`, { method: 'POST', headers, body })).status
  }
  const client = await connectClient('v1', {
    kind: 'http',
    url: `${url}/mcp`,
    headers: { authorization: `Bearer ${key}` },
  })
  expect((await client.list()).map(({ name }) => name)).toStrictEqual(['customers_verify'])
  await client.close()
  expect(await status()).toBe(200)

  const list = await runToolcrib('keys', 'list', '--config', file)
  expect(list.stdout + list.stderr).not.toContain(key.slice(13))
  const revoked = await runToolcrib('keys', 'revoke', key.slice(4, 12), '--config', file)
  expect(revoked.code).toBe(0)
  expect(await status()).toBe(401)
})

test('the banner gives an address that works, and the log stays out of it', async () => {
  const { banner } = await served(deploymentFile())
  const address = /^ {2}(http:\S+client=desk)$/m.exec(banner)?.[1] ?? ''
  const client = await connectClient('v1', { kind: 'http', url: address })
  expect((await client.list()).map(({ name }) => name)).toStrictEqual(['customers_search'])
  await client.close()
  expect(banner).toContain('DEMO MODE')
  expect(banner).not.toContain('\u001B')
})

test('what `tools` shows is the list that a client gets', async () => {
  const file = deploymentFile()
  const { stdout } = await runToolcrib('tools', '--client', 'desk', '--full', '--json', '-c', file)
  const shown = z
    .array(z.looseObject({ tools: z.array(z.looseObject({ listed: z.unknown() })) }))
    .parse(JSON.parse(stdout))
    .flatMap(({ tools }) => tools.map(({ listed }) => listed))
  const args = [MAIN, 'serve', '--stdio', '--client', 'desk', '--config', file]
  const client = await connectClient('v1', { kind: 'stdio', command: process.execPath, args })
  expect(await client.list()).toStrictEqual(shown)
  await client.close()
})

test('a call ends with 0 and the answer, or with 5 and what went wrong', async () => {
  const file = deploymentFile(DEMO_DATA)
  const found = await runToolcrib(...SEARCH, '--client', 'desk', '--config', file)
  expect(found).toMatchObject({ code: 0, stderr: '' })
  expect(found.stdout).toContain('Moreno')
  const unseen = await runToolcrib(...SEARCH, '--client', 'voice', '--json', '--config', file)
  expect(unseen.code).toBe(5)
  expect(JSON.parse(unseen.stdout)).toMatchObject({ isError: true })
})

test('a call logs to stderr, and only when it is asked to', async () => {
  const args = [...SEARCH, '--client', 'desk', '--config', deploymentFile(DEMO_DATA)]
  expect((await runToolcrib(...args)).stderr).toBe('')
  const { stdout, stderr } = await runToolcrib(...args, '--log-level', 'info')
  expect(JSON.parse(stderr)).toMatchObject({ tool: 'customers_search', outcome: 'success' })
  expect(stdout).not.toContain('"outcome"')
})

test('a wrong config ends with 78 and every problem in its place', async () => {
  const file = deploymentFile(['country: US', 'country: Spain'], ['profile: chat', 'profil: chat'])
  const { code, stdout, stderr } = await runToolcrib('check', '--config', file)
  expect({ code, stdout }).toStrictEqual({ code: 78, stdout: '' })
  expect(stderr).toContain(`${file}:3:`)
  expect(stderr).toContain(`${file}:14:`)
})

test('a wrong command ends with 2 and the one that was meant', async () => {
  const { code, stdout, stderr } = await runToolcrib('chek')
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('Did you mean "check"?')
})

test('a reader that stops early is no failure', () => {
  const [file, piped] = [
    deploymentFile(),
    '"$0" "$1" tools --full -c "$2" | true; echo "${PIPESTATUS[0]}"',
  ]
  const { stdout, stderr } = spawnSync('bash', ['-c', piped, process.execPath, MAIN, file])
  expect({ stdout: String(stdout), stderr: String(stderr) }).toStrictEqual({
    stdout: '0\n',
    stderr: '',
  })
})

test('a terminal that wants colours gets them, and NO_COLOR wins', async () => {
  const colours = (env: NodeJS.ProcessEnv): string =>
    String(spawnSync(process.execPath, [MAIN, 'help'], { env: { ...process.env, ...env } }).stdout)
  expect(colours({ FORCE_COLOR: '1', NO_COLOR: undefined })).toContain('\u001B[1m')
  expect(colours({ FORCE_COLOR: undefined, NO_COLOR: '1' })).not.toContain('\u001B')
})

test('what `connect claude` prints starts a server that Claude Desktop can talk to', async () => {
  const file = deploymentFile()
  const { stdout } = await runToolcrib('connect', 'claude', '--client', 'desk', '--config', file)
  const { mcpServers } = z
    .object({
      mcpServers: z.object({
        toolcrib: z.object({ command: z.string(), args: z.array(z.string()) }),
      }),
    })
    .parse(JSON.parse(stdout))
  const client = await connectClient('v2 (2025 era)', { kind: 'stdio', ...mcpServers.toolcrib })
  expect((await client.list()).map(({ name }) => name)).toStrictEqual(['customers_search'])
  await client.close()
})

test('what `connect inspector` prints is a script that runs', async () => {
  const file = deploymentFile()
  const args = ['connect', 'inspector', '--client', 'voice', '--stdio', '--config', file]
  const { stdout: script } = await runToolcrib(...args)
  const { code, stdout } = await runProgram('sh', ['-c', script])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ tools: [{ name: 'customers_verify' }] })
})

test('in `serve --stdio` nothing but frames goes to stdout', async () => {
  const args = [MAIN, 'serve', '--stdio', '--client', 'desk', '--config', deploymentFile()]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    input: `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })}\n`,
  })
  expect(status).toBe(0)
  const frames = String(stdout).trim().split('\n').filter(Boolean)
  for (const frame of frames) expect(JSON.parse(frame)).toMatchObject({ jsonrpc: '2.0' })
  expect(String(stderr)).toContain('stopped')
})
