import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'

import { banner } from '../../../src/cli/banner.ts'
import { PROGRAM } from '../../../src/cli/program.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { VERSION } from '../../../src/version.ts'
import { fakeModules } from '../../support/fake-tools.ts'
import { tempDir } from '../../support/temp-dir.ts'

const MODULES = fakeModules([
  { name: 'desk_check', tier: 'read', scopes: [] },
  { name: 'desk_book', tier: 'write', scopes: [] },
])

const YAML = `
server: { demo: true }
modules: { desk: {} }
clients:
  voice: { title: Phone agent, profile: voice, tools: { include: ['*'] }, highestTier: write }
  staff: { profile: chat, tools: { include: ['*'] } }
  look: { profile: full, tools: { include: ['*'] } }
`

async function bannerOf(yaml: string, url = 'http://127.0.0.1:8080', env = {}): Promise<string> {
  const file = join(tempDir(), 'toolcrib.yaml')
  writeFileSync(file, yaml)
  const config = loadConfig(file, { builtIn: MODULES, imported: new Map() }, env)
  const tools = MODULES.flatMap((module) => module.tools)
  const terminal = { out: new PassThrough(), err: new PassThrough() }
  return banner({ tools, config, url, file: 'config/toolcrib.yaml' }, terminal)
}

test('in demo mode it warns, and gives each client its address and the line to paste', async () => {
  const text = await bannerOf(YAML)
  // Counts change with every word of the listing's frame, so only their form is pinned.
  expect(text.replaceAll(/[\d,]+ tokens/g, 'N tokens')).toBe(`
Toolcrib ${VERSION} serves 2 tools of 1 module at http://127.0.0.1:8080

DEMO MODE: no key is asked for, so whoever is on this machine may call;
nobody else can, because it listens on loopback only. ?client=NAME chooses the client.

voice · Phone agent · voice profile · 2 tools, N tokens
  http://127.0.0.1:8080/mcp?client=voice
  MCPToolset(id="toolcrib", mcp_server=MCPServerHTTP(url="http://127.0.0.1:8080/mcp?client=voice", headers={"Toolcrib-Conversation": ctx.job.id}, tool_result_resolver=lambda ctx: ctx.result.content[0].text))

staff · chat profile · 1 tool, N tokens
  http://127.0.0.1:8080/mcp?client=staff
  MCPToolset(id="toolcrib", mcp_server=MCPServerHTTP(url="http://127.0.0.1:8080/mcp?client=staff", headers={"Toolcrib-Conversation": ctx.job.id}, tool_result_resolver=lambda ctx: ctx.result.content[0].text))
  ${PROGRAM} connect claude --client staff

look · full profile · 1 tool, N tokens
  http://127.0.0.1:8080/mcp?client=look
  MCPToolset(id="toolcrib", mcp_server=MCPServerHTTP(url="http://127.0.0.1:8080/mcp?client=look", headers={"Toolcrib-Conversation": ctx.job.id}, tool_result_resolver=lambda ctx: ctx.result.content[0].text))
  ${PROGRAM} connect inspector --client look

More ways in: ${PROGRAM} connect livekit|claude|inspector --client voice

`)
})

test('with keys it says where each client has its key from, and never the key', async () => {
  const keyed = YAML.replace('server: { demo: true }', '').replace(
    'title: Phone agent',
    'credential: { env: VOICE_KEY }',
  )
  const secret = 'a-very-long-and-secret-key-of-the-voice-client'
  const text = await bannerOf(keyed, 'http://127.0.0.1:8080', { VOICE_KEY: secret })
  expect(text).not.toContain('DEMO')
  expect(text).not.toContain('client=voice')
  expect(text).not.toContain(secret)
  expect(text).toContain('  Its key comes from where the config says.\n')
  expect(text).toContain(`  Its key comes from: ${PROGRAM} keys add staff\n`)
  expect(text).toContain(
    `headers={"Toolcrib-Conversation": ctx.job.id, "Authorization": f"Bearer {os.environ['TOOLCRIB_KEY']}"}, tool_result_resolver=lambda ctx: ctx.result.content[0].text))`,
  )
})

test('a server on every address gives addresses that can be called', async () => {
  const open = YAML.replace('demo: true', 'host: 0.0.0.0')
  const text = await bannerOf(open, 'http://0.0.0.0:8080')
  expect(text).toContain('at http://0.0.0.0:8080\n')
  expect(text).toContain('  http://127.0.0.1:8080/mcp\n')
})

test('all but the lines to paste fits 100 columns', async () => {
  const lines = (await bannerOf(YAML)).split('\n')
  expect(lines.filter((line) => line.length > 100 && !line.includes('MCPToolset'))).toStrictEqual(
    [],
  )
})
