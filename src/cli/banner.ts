import { clientsOf } from '../config/clients.ts'
import type { Config } from '../config/config.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import { VERSION } from '../version.ts'
import { counted } from './counted.ts'
import { endpoint, reachable } from './endpoint.ts'
import { runHint } from './program.ts'
import { sightOf, type Sight } from './sight.ts'
import { painter, type Paint, type Terminal } from './terminal.ts'
import { tokenCounter } from './tokens.ts'

export interface BannerParts {
  /** All that the deployment has. */
  readonly tools: readonly DeclaredTool[]
  readonly config: Config
  readonly url: string
  /** Where operators decide, if anywhere over HTTP. */
  readonly adminUrl?: string | undefined
  /** The config file, so that the commands shown name it. */
  readonly file: string
}

/** What a person sees when the server is up: who can reach which tools, and the lines to paste for it. */
export async function banner(parts: BannerParts, terminal: Terminal): Promise<string> {
  const { tools, config, url, file } = parts
  const paint = painter(terminal.out)
  const count = await tokenCounter()
  const sights = clientsOf(config).map((client) => sightOf(client, tools, count))
  const [first] = config.clients
  const blocks = [
    headline(parts, paint),
    ...(config.server.demo ? [demoWarning(paint)] : []),
    ...sights.map((sight) => clientBlock(sight, { ...parts, url: reachable(url) }, paint)),
    `More ways in: ${runHint(`connect livekit|claude|inspector --client ${first?.name}`, file)}`,
  ]
  return `\n${blocks.join('\n\n')}\n\n`
}

function headline({ tools, config, url, adminUrl }: BannerParts, paint: Paint): string {
  const size = `${counted(tools.length, 'tool')} of ${counted(config.modules.length, 'module')}`
  const clients = `${paint('bold', `Toolcrib ${VERSION}`)} serves ${size} at ${url}`
  return adminUrl === undefined
    ? clients
    : `${clients}\nOperators decide at ${reachable(adminUrl)}, each with a token of their own.`
}

function demoWarning(paint: Paint): string {
  return (
    `${paint(['bold', 'yellow'], 'DEMO MODE:')} no key is asked for, so whoever is on this machine may call;\n` +
    'nobody else can, because it listens on loopback only. ?client=NAME chooses the client.'
  )
}

function clientBlock({ client, tools, tokens }: Sight, parts: BannerParts, paint: Paint): string {
  const { config, url, file } = parts
  const { name, profile } = client
  const about = config.clients.find((known) => known.name === name)
  const size = `${counted(tools.length, 'tool')}, ${counted(tokens, 'token')}`
  const address = endpoint(url, config, name, undefined)
  const title = about && about.title !== name ? [about.title] : []
  return [
    [paint('bold', name), ...title, `${profile} profile`, size].join(' · '),
    `  ${address}`,
    ...(config.server.demo ? [] : [`  ${keyHint(name, parts)}`]),
    `  ${liveKitLine(address, config)}`,
    ...(profile === 'voice'
      ? []
      : [
          `  ${runHint(`connect ${profile === 'chat' ? 'claude' : 'inspector'} --client ${name}`, file)}`,
        ]),
  ].join('\n')
}

function keyHint(name: string, { config, file }: BannerParts): string {
  return config.secretOf(name) === undefined
    ? `Its key comes from: ${runHint(`keys add ${name}`, file)}`
    : 'Its key comes from where the config says.'
}

/** One line, to be pasted into an agent that has its job's context at hand. */
function liveKitLine(url: string, { server }: Config): string {
  const key = server.demo ? '' : `, "Authorization": f"Bearer {os.environ['TOOLCRIB_KEY']}"`
  const headers = `{"Toolcrib-Conversation": ctx.job.id${key}}`
  // Without the resolver LiveKit would hand its model a JSON dump of each answer.
  const resolver = 'tool_result_resolver=lambda ctx: ctx.result.content[0].text'
  return `MCPToolset(id="toolcrib", mcp_server=MCPServerHTTP(url="${url}", headers=${headers}, ${resolver}))`
}
