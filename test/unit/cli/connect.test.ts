import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

import { CONVERSATION_HEADER } from '../../../src/mcp/http/caller.ts'
import { ROOT } from '../../support/run-program.ts'
import { deploymentFile, KEYED } from './deployment.ts'
import { runCli, type Ran } from './run-cli.ts'

/** Runs `connect`, with the paths of this machine replaced by words. */
async function connect(line: string, file = deploymentFile()): Promise<Ran> {
  const ran = await runCli('connect', ...line.split(' '), '--config', file)
  const plain = (text: string): string =>
    text
      .replaceAll(JSON.stringify(process.execPath).slice(1, -1), 'NODE')
      .replaceAll(join(ROOT, 'src', 'main.ts'), 'MAIN')
      .replaceAll(dirname(file), 'FOLDER')
  return { ...ran, out: plain(ran.out), err: plain(ran.err) }
}

test('livekit: a module that needs only the conversation', async () => {
  expect(await connect('livekit --client voice')).toStrictEqual({
    code: 0,
    err: '',
    out: `# The tools of "voice" for a LiveKit agent. Needs: pip install "livekit-agents[mcp]"
from livekit.agents.llm.mcp import MCPServerHTTP, MCPToolset


def plain_text(ctx):
    return ctx.result.content[0].text  # LiveKit's own resolver gives the model a JSON dump of this block


def toolcrib(conversation: str) -> MCPToolset:
    """The tools for one conversation: Agent(tools=[toolcrib(ctx.job.id)], ...)"""
    return MCPToolset(
        id="toolcrib",
        mcp_server=MCPServerHTTP(
            url="http://127.0.0.1:8080/mcp?client=voice",
            headers={
                "Toolcrib-Conversation": conversation,
            },
            tool_result_resolver=plain_text,
        ),
    )
`,
  })
})

test('livekit with keys: the key comes from the environment, and how to make one is said beside it', async () => {
  const { out, err } = await connect('livekit --client voice', deploymentFile(KEYED))
  expect(out).toContain('\nimport os\n\nfrom livekit.agents.llm.mcp import')
  expect(out).toContain('url="http://127.0.0.1:8080/mcp",')
  expect(out).toContain(`
                "Toolcrib-Conversation": conversation,
                "Authorization": f"Bearer {os.environ['TOOLCRIB_KEY']}",
            },`)
  expect(err).toContain('keys add voice --config FOLDER/toolcrib.yaml')
})

test('livekit over stdio: a process for each conversation, without a key', async () => {
  const { out } = await connect('livekit --client voice --stdio', deploymentFile(KEYED))
  expect(out).toContain('import MCPServerStdio, MCPToolset\n')
  expect(out).not.toContain('TOOLCRIB_KEY')
  expect(out).toContain(`
def toolcrib() -> MCPToolset:
    """The tools for one conversation, in a process of its own: Agent(tools=[toolcrib()], ...)"""
    return MCPToolset(
        id="toolcrib",
        mcp_server=MCPServerStdio(
            command="NODE",
            args=[
                "MAIN",
                "serve",
                "--stdio",
                "--client",
                "voice",
                "--config",
                "FOLDER/toolcrib.yaml",
            ],
            tool_result_resolver=plain_text,
        ),
    )
`)
})

test('the conversation header is the one that the server reads', async () => {
  const { out } = await connect('livekit --client voice')
  expect(out.toLowerCase()).toContain(`"${CONVERSATION_HEADER}":`)
})

test('claude: the configuration of a child process', async () => {
  const { code, out, err } = await connect('claude --client desk --toolset proofs')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toStrictEqual({
    mcpServers: {
      toolcrib: {
        command: 'NODE',
        args: [
          'MAIN',
          'serve',
          '--stdio',
          '--client',
          'desk',
          '--toolset',
          'proofs',
          '--config',
          'FOLDER/toolcrib.yaml',
        ],
      },
    },
  })
  expect(err).toContain('claude_desktop_config.json')
})

test('inspector: a script that lists the tools, and calls one that changes nothing', async () => {
  const { out } = await connect('inspector --client desk', deploymentFile(KEYED))
  const server = `--server-url http://127.0.0.1:8080/mcp --header "Authorization: Bearer $TOOLCRIB_KEY"`
  const args = `'{"query":"Moreno","kind":"name"}'`
  expect(out).toBe(`# What "desk" sees.
npx @modelcontextprotocol/inspector --cli --method tools/list ${server}
# A call that changes nothing.
npx @modelcontextprotocol/inspector --cli --method tools/call --tool-name customers_search --tool-args-json ${args} ${server}
`)
})

test('inspector: nothing is called where every tool changes something', async () => {
  const { out } = await connect('inspector --client voice')
  expect(out).toBe(`# What "voice" sees.
npx @modelcontextprotocol/inspector --cli --method tools/list --server-url 'http://127.0.0.1:8080/mcp?client=voice'
`)
})

test('inspector over stdio: the server with its own options stands behind --', async () => {
  const { out } = await connect('inspector --client desk --stdio')
  expect(out).toContain(
    ' --method tools/list -- NODE MAIN serve --stdio --client desk --config FOLDER/toolcrib.yaml\n',
  )
})

test.each([
  ['livekit --client voice --toolset proofs', 'http://127.0.0.1:8080/proofs/mcp?client=voice'],
  ['livekit --client voice --url http://localhost:9', 'http://localhost:9/mcp?client=voice'],
  ['livekit --client voice --url http://localhost:9/mcp', 'http://localhost:9/mcp?client=voice'],
  ['livekit --client voice --url https://localhost/a/', 'https://localhost/a/mcp?client=voice'],
])('%s gives %s', async (line, url) => {
  const { out, err } = await connect(line)
  expect(out).toContain(`url="${url}"`)
  expect(err).toBe('')
})

test.each([
  ['0.0.0.0', '127.0.0.1'],
  ["'::'", '[::1]'],
])('a server on %s is reached on loopback', async (host, reached) => {
  const file = deploymentFile(KEYED, ['port: 8080', `host: ${host}, port: 8080`])
  const { out, err } = await connect('livekit --client voice', file)
  expect(out).toContain(`url="http://${reached}:8080/mcp"`)
  // It is on loopback too, so that its own printed address is never refused.
  expect(err).not.toContain('Warning')
})

test('a port that only the system knows has to be said', async () => {
  const file = deploymentFile(['port: 8080', 'port: 0'])
  expect(await connect('livekit --client voice', file)).toMatchObject({ code: 2, out: '' })
  expect(await connect('livekit --client voice --stdio', file)).toMatchObject({ code: 0 })
})

test.each([
  ['livekit --client desk', '"desk" has the profile chat, and a LiveKit agent wants voice'],
  ['claude --client voice', '"voice" has the profile voice; Claude Desktop can use more'],
  [
    'livekit --client voice --url https://tools.example.com',
    'refuses the host tools.example.com until server.allowedHosts names it',
  ],
])('%s works, with a warning', async (line, warning) => {
  const { code, out, err } = await connect(line)
  expect(code).toBe(0)
  expect(out).not.toContain('Warning')
  expect(err).toMatch(/^Warning: /)
  expect(err).toContain(warning)
})

test('a host that is allowed needs no warning', async () => {
  const allowed = ['port: 8080', 'allowedHosts: [tools.example.com]'] as const
  const file = deploymentFile(KEYED, allowed)
  const { err } = await connect('livekit --client voice --url https://tools.example.com', file)
  expect(err).not.toContain('Warning')
})

test('over stdio a key from the environment would be missing, so that is said', async () => {
  const file = deploymentFile([
    'profile: voice',
    'profile: voice\n    credential: { env: CLI_TEST_KEY }',
  ])
  process.env['CLI_TEST_KEY'] = 'k'.repeat(40)
  try {
    const { code, err } = await connect('claude --client desk', file)
    expect(code).toBe(0)
    expect(err).toContain('started without your environment')
    expect(err).toContain('CLI_TEST_KEY is not set')
    expect(err).not.toContain('kkk')
  } finally {
    delete process.env['CLI_TEST_KEY']
  }
})
