import type { ClientConfig, Config } from '../config/config.ts'
import type { Values } from './command.ts'
import type { ConnectTarget } from './connect-target.ts'
import { configFile, problemsUnder } from './deployment.ts'
import { isServedAt } from './endpoint.ts'
import { runHint } from './program.ts'

/** What a hint can depend on. */
export interface Connected {
  /** livekit, claude or inspector. */
  readonly host: string
  readonly target: ConnectTarget
  readonly config: Config
  readonly client: ClientConfig
  readonly values: Values
}

/** All that a person should know beside the snippet, one line each. */
export async function connectHints(connected: Connected): Promise<readonly string[]> {
  const { target } = connected
  const { url } = target
  return [
    ...profileHints(connected),
    ...(url === undefined ? await stdioHints(connected) : httpHints(connected, url)),
    ...placeHints(connected),
  ]
}

/** Other profiles give LiveKit several blocks, and time limits longer than its own 5 s. */
function profileHints({ host, client }: Connected): readonly string[] {
  const { name, profile } = client
  if (host === 'livekit' && profile !== 'voice')
    return [
      `Warning: "${name}" has the profile ${profile}, and a LiveKit agent wants voice: one short text, within 5 s.`,
    ]
  if (host === 'claude' && profile === 'voice')
    return [
      `Warning: "${name}" has the profile voice; Claude Desktop can use more. Give it a client with chat or full.`,
    ]
  return []
}

function httpHints({ client, config, target, values }: Connected, url: string): readonly string[] {
  const name = new URL(url).hostname
  return [
    ...(target.keyed
      ? [
          `Expects the client's key in TOOLCRIB_KEY. To make one: ${runHint(`keys add ${client.name}`, configFile(values))}`,
        ]
      : []),
    ...(isServedAt(url, config)
      ? []
      : [`Warning: the server refuses the host ${name} until server.allowedHosts names it.`]),
  ]
}

/** Hosts start child processes with an almost empty environment, so a key that config takes from it is missing. */
async function stdioHints({ values }: Connected): Promise<readonly string[]> {
  const problems = await problemsUnder({}, values)
  if (problems.length === 0) return []
  return [
    'Warning: the process is started without your environment, and then the config has these problems:',
    ...problems.map((problem) => `  ${problem}`),
    'Add the variables as "env" beside the arguments.',
  ]
}

function placeHints({ host }: Connected): readonly string[] {
  if (host === 'claude')
    return [
      'Merge it into claude_desktop_config.json (Settings, Developer, Edit Config), then restart Claude Desktop.',
    ]
  return host === 'inspector' ? ['The Inspector needs Node 22.19 or newer.'] : []
}
