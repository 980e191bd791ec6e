import { resolve } from 'node:path'

import { clientsOf } from '../config/clients.ts'
import type { ClientConfig, Config } from '../config/config.ts'
import { suggest } from '../config/suggest.ts'
import { matches, maySee } from '../kernel/access.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import { chosenClient, chosenToolset, CLIENT_OPTION } from './choose-client.ts'
import { claudeSnippet } from './claude-snippet.ts'
import { CONFIG_OPTION, textOf, type Command, type Values } from './command.ts'
import { connectHints } from './connect-hints.ts'
import type { ConnectTarget, Snippet } from './connect-target.ts'
import { configFile, declaredTools, readConfig } from './deployment.ts'
import { baseUrl, endpoint } from './endpoint.ts'
import { inspectorSnippet } from './inspector-snippet.ts'
import { liveKitSnippet } from './livekit-snippet.ts'
import { MAIN_FILE } from './program.ts'
import { note, print } from './terminal.ts'
import { UsageError } from './usage-error.ts'

const SNIPPETS: ReadonlyMap<string, Snippet> = new Map([
  ['livekit', liveKitSnippet],
  ['claude', claudeSnippet],
  ['inspector', inspectorSnippet],
])

/** Prints what connects a host to this deployment. */
export const connect: Command = {
  name: 'connect',
  summary: 'print what connects LiveKit, Claude Desktop or the MCP Inspector',
  usage: ['connect livekit|claude|inspector --client NAME [options]'],
  details: [
    'livekit: a Python module. claude: JSON for claude_desktop_config.json, always over stdio.',
    'inspector: a shell script. Only that goes to stdout, so it can be piped into a file and run;',
    'hints go to stderr. Nothing is started.',
  ],
  options: {
    config: CONFIG_OPTION,
    client: CLIENT_OPTION,
    toolset: { value: 'NAME', about: 'only the tools of this toolset' },
    stdio: { about: 'as a child process instead of over HTTP' },
    url: { value: 'URL', about: 'where the server is reached (default: where the config says)' },
  },
  examples: [
    'connect livekit --client voice > toolcrib_tools.py',
    'connect livekit --client voice --url https://tools.example.com',
    'connect claude --client desk',
    'connect inspector --client desk --stdio | sh',
  ],
  takesWords: true,
  async run({ values, words, terminal }) {
    const [host = '', ...more] = words
    const snippet = SNIPPETS.get(host)
    if (!snippet || more.length > 0) throw new UsageError(sayHosts(host, more))
    const isStdio = values['stdio'] === true || host === 'claude'
    if (isStdio && values['url'] !== undefined)
      throw new UsageError('--url is for HTTP, and this connects over stdio.')
    const config = await readConfig(values)
    const client = chosenClient(values, config)
    const target = targetOf({ values, config, client, isStdio })
    print(terminal, snippet(target))
    const hints = await connectHints({ host, target, config, client, values })
    for (const hint of hints) note(terminal, hint)
    return 0
  },
}

function sayHosts(host: string, more: readonly string[]): string {
  if (more.length > 0) return `"${more[0]}" is one word too many.`
  if (host === '') return 'Say what to connect: livekit, claude or inspector.'
  return `"${host}" cannot be connected. ${suggest(host, [...SNIPPETS.keys()], 'Known are')}`
}

interface Wish {
  readonly values: Values
  readonly config: Config
  readonly client: ClientConfig
  readonly isStdio: boolean
}

function targetOf({ values, config, client, isStdio }: Wish): ConnectTarget {
  const toolset = chosenToolset(values, config)
  const url = isStdio
    ? undefined
    : endpoint(baseUrl(textOf(values, 'url'), config), config, client.name, toolset)
  const shown = toolset === undefined ? ['*'] : (config.toolsets.get(toolset) ?? [])
  return {
    client: client.name,
    url,
    command: serverCommand(client.name, toolset, configFile(values)),
    keyed: !config.server.demo,
    harmless: visibleTools(config, client.name).filter(
      ({ name, facts }) =>
        facts.tier === 'read' &&
        facts.needs.length === 0 &&
        shown.some((pattern) => matches(pattern, name)),
    ),
  }
}

function visibleTools(config: Config, client: string): readonly DeclaredTool[] {
  const access = clientsOf(config).find(({ name }) => name === client)?.access
  return declaredTools(config).filter((tool) => access !== undefined && maySee(tool, access))
}

function serverCommand(
  client: string,
  toolset: string | undefined,
  file: string,
): ConnectTarget['command'] {
  return [
    process.execPath,
    MAIN_FILE,
    'serve',
    '--stdio',
    '--client',
    client,
    ...(toolset === undefined ? [] : ['--toolset', toolset]),
    '--config',
    resolve(file),
  ]
}
