import { clientsOf } from '../config/clients.ts'
import type { ClientConfig, Config } from '../config/config.ts'
import { maySee } from '../kernel/access.ts'
import { Problems } from '../kernel/catalog.ts'
import type { DeclaredTool, Health } from '../kernel/module.ts'
import { CONFIG_OPTION, JSON_OPTION, type Command, type Values } from './command.ts'
import { declaredTools, readConfig, withDeployment } from './deployment.ts'
import { loggerFrom, logLevelOption } from './log-level.ts'
import { table } from './table.ts'
import { painter, print, printJson, type Paint, type Terminal } from './terminal.ts'

interface ClientSummary {
  readonly name: string
  readonly profile: string
  readonly tools: number
  readonly highestTier: string
  readonly authenticates: string
}

interface Report {
  readonly ok: boolean
  readonly problems: readonly string[]
  readonly clients: readonly ClientSummary[]
  /** By module; only with `--health`. */
  readonly health?: Readonly<Record<string, Health>>
}

/** Says whether the deployment would start. */
export const check: Command = {
  name: 'check',
  summary: 'check the configuration, and with --health the modules too',
  usage: ['check [--health] [--json]'],
  details: [
    'Finds everything that would keep the server from starting, all at once, and opens nothing. With',
    '--health it also opens the deployment and asks each module. The exit code is 78 when the',
    'configuration is wrong and 1 when a module is not well.',
  ],
  options: {
    config: CONFIG_OPTION,
    health: { about: 'open the deployment and ask each module how it is' },
    json: JSON_OPTION,
    'log-level': logLevelOption('silent'),
  },
  examples: ['check', 'check --config config/examples/stdio.yaml --health'],
  takesWords: false,
  async run({ values, terminal }) {
    if (!values['json']) return sayReport(await reportOf(values), terminal)
    const report = await reportOf(values).catch(failedReport)
    printJson(terminal, report)
    return exitCodeOf(report)
  },
}

async function reportOf(values: Values): Promise<Report> {
  const logger = loggerFrom(values)
  const config = await readConfig(values)
  const clients = summaries(config, declaredTools(config))
  if (!values['health']) return { ok: true, problems: [], clients }
  const health = await withDeployment(config, logger, (app) => app.health())
  const ok = [...health.values()].every((module) => module.ok)
  return { ok, problems: [], clients, health: Object.fromEntries(health) }
}

/** With `--json` the problems are what was asked for, so they are data like the rest. */
function failedReport(error: unknown): Report {
  if (error instanceof Problems) return { ok: false, problems: error.list, clients: [] }
  throw error
}

function exitCodeOf({ ok, problems }: Report): number {
  if (problems.length > 0) return 78
  return ok ? 0 : 1
}

function summaries(config: Config, tools: readonly DeclaredTool[]): readonly ClientSummary[] {
  const seen = new Map(
    clientsOf(config).map(({ name, access }) => [
      name,
      tools.filter((tool) => maySee(tool, access)).length,
    ]),
  )
  return config.clients.map((client) => ({
    name: client.name,
    profile: client.profile,
    tools: seen.get(client.name) ?? 0,
    highestTier: client.highestTier,
    authenticates: sayAuthentication(client, config),
  }))
}

function sayAuthentication({ name, oauth }: ClientConfig, { server, secretOf }: Config): string {
  const ways = [
    ...(server.demo ? ['its name (demo)'] : []),
    secretOf(name) === undefined ? 'a key' : 'the key that the config names, or another',
    ...(oauth ? [`a token of ${oauth.issuer}`] : []),
  ]
  return ways.join(', or ')
}

function sayReport(report: Report, terminal: Terminal): number {
  const paint = painter(terminal.out)
  const rows = report.clients.map(({ name, profile, tools, highestTier, authenticates }) => [
    name,
    profile,
    tools,
    highestTier,
    authenticates,
  ])
  print(terminal, table(['CLIENT', 'PROFILE', 'TOOLS', 'HIGHEST TIER', 'LET IN BY'], rows, paint))
  if (report.health) print(terminal, `\n${healthTable(report.health, paint)}`)
  print(terminal, `\n${report.ok ? paint('green', 'ok') : paint('red', 'not well')}`)
  return exitCodeOf(report)
}

function healthTable(health: Readonly<Record<string, Health>>, paint: Paint): string {
  const rows = Object.entries(health).map(([id, state]) => [id, state.ok ? 'ok' : state.why])
  return table(['MODULE', 'HEALTH'], rows, paint)
}
