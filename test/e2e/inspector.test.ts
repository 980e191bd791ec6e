import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'

import { callResult, listedTool, onlyText } from '../support/clients.ts'
import { demoDeployment } from '../support/demo-deployment.ts'
import { MAIN, ROOT, runProgram, runToolcrib, type Ended } from '../support/run-program.ts'
import { serveDeployment, type ServedDeployment } from '../support/serve-deployment.ts'
import { servedDay } from '../support/visit.ts'

const INSPECTOR = join(ROOT, 'node_modules', '.bin', 'mcp-inspector')

/** The Inspector's exit code when a tool refuses or fails, and when there is no such tool. */
const TOOL_ERROR = 5

const WISH = { date: servedDay(), party_size: 2, meal: 'dinner' }

const listed = z.object({ result: z.object({ tools: z.array(listedTool) }) })
const called = z.object({ result: callResult })

let dir: string
let config: string
let server: ServedDeployment

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'toolcrib-'))
  config = demoDeployment(dir)
  server = await serveDeployment(config)
}, 30_000)

afterAll(async () => {
  await server.stop()
  rmSync(dir, { recursive: true, force: true })
})

const INSPECTOR_TOOLS = [
  'customers_search',
  'reservations_check',
  'reservations_find_alternatives',
  'reservations_look_up',
]

const SERVE = ['serve', '--stdio', '--client', 'inspector']

const WAYS = [
  { over: 'HTTP', target: () => ['--server-url', `${server.url}/mcp?client=inspector`] },
  {
    over: 'stdio',
    // All behind `--` is the server's own command line.
    target: () => ['--', process.execPath, MAIN, ...SERVE, '--config', config],
  },
]

describe.concurrent.each(WAYS)('the Inspector over $over', { timeout: 60_000 }, ({ target }) => {
  const inspect = (...args: readonly string[]) =>
    runProgram(INSPECTOR, ['--cli', '--format', 'json', ...args, ...target()], { HOME: dir })

  const call = (tool: string, args: object): Promise<Ended> => {
    const flags = ['--tool-name', tool, '--tool-args-json', JSON.stringify(args)]
    return inspect('--method', 'tools/call', ...flags)
  }

  it.each(['legacy', 'modern'])(
    'lists the tools in the %s era, all of them portable',
    async (era) => {
      const end = await inspect('--method', 'tools/list', '--strict', '--protocol-era', era)
      expect(end.code, end.stderr).toBe(0)
      const { tools } = listed.parse(JSON.parse(end.stdout)).result
      expect(tools.map(({ name }) => name)).toEqual(INSPECTOR_TOOLS)
    },
  )

  it('calls a tool and is satisfied with the answer', async () => {
    const end = await call('reservations_check', WISH)
    expect(end.code, end.stderr).toBe(0)
    const { structuredContent } = called.parse(JSON.parse(end.stdout)).result
    expect(structuredContent).toMatchObject({ date: WISH.date, party_size: 2 })
  })

  it('finds that a result keeps to the output schema of its tool', async () => {
    const end = await call('customers_search', { query: 'Moreno', kind: 'name' })
    expect(end.code, end.stderr).toBe(0)
    const { structuredContent } = called.parse(JSON.parse(end.stdout)).result
    expect(structuredContent).toMatchObject({ customers: [{ name: 'Ada Moreno' }] })
  })

  it('is told by exit code and sentence when a tool refuses', async () => {
    const end = await call('reservations_check', { ...WISH, meal: 'brunch' })
    expect(end.code, end.stderr).toBe(TOOL_ERROR)
    expect(onlyText(called.parse(JSON.parse(end.stdout)).result)).toContain('meal was "brunch"')
    expect(end.stderr).toContain('tool_is_error')
  })

  it('finds no tool that is hidden from its client', async () => {
    const end = await call('reservations_book', {})
    expect(end.code, end.stderr).toBe(TOOL_ERROR)
    expect(end.stderr).toContain('tool_not_found')
  })
})

describe('what `toolcrib connect inspector` prints', { timeout: 60_000 }, () => {
  it.each([
    { over: 'HTTP', how: () => ['--url', server.url] },
    { over: 'stdio', how: () => ['--stdio'] },
  ])(
    'lists the tools over $over, and makes a call that succeeds, when a shell runs it',
    async ({ how }) => {
      const printed = await connect('inspector', '--client', 'inspector', ...how())
      const end = await runProgram('sh', ['-ec', printed], { HOME: dir })
      for (const name of INSPECTOR_TOOLS) expect(end.stdout).toContain(`"name": "${name}"`)
      expect(end.code, end.stdout.slice(-300)).toBe(0)
    },
  )
})

describe('what `toolcrib connect claude` prints', { timeout: 30_000 }, () => {
  it('starts a server with the tools of its client, from any folder', async () => {
    const printed = await connect('claude', '--client', 'desk')
    const { command, args } = claudeConfig.parse(JSON.parse(printed)).mcpServers.toolcrib
    const client = new Client({ name: 'claude-ai', version: '0.1.0' })
    onTestFinished(() => client.close())
    await client.connect(new StdioClientTransport({ command, args, cwd: '/', stderr: 'ignore' }))
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toContain('customers_search')
    for (const { title, annotations } of tools)
      expect([typeof title, typeof annotations?.readOnlyHint]).toEqual(['string', 'boolean'])
    const result = await client.callTool({ name: 'reservations_check', arguments: WISH })
    expect(result.structuredContent).toMatchObject({ date: WISH.date })
  })
})

const claudeConfig = z.strictObject({
  mcpServers: z.strictObject({
    toolcrib: z.strictObject({ command: z.string(), args: z.array(z.string()) }),
  }),
})

async function connect(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runToolcrib('connect', ...args, '--config', config)
  expect(code, stderr).toBe(0)
  return stdout
}
