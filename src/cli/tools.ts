import { clientsOf } from '../config/clients.ts'
import type { Config } from '../config/config.ts'
import { chosenClient } from './choose-client.ts'
import { CONFIG_OPTION, JSON_OPTION, type Command, type Values } from './command.ts'
import { counted } from './counted.ts'
import { declaredTools, readConfig } from './deployment.ts'
import { sightOf, type SeenTool, type Sight } from './sight.ts'
import { table } from './table.ts'
import { painter, print, printJson, type Paint } from './terminal.ts'
import { tokenCounter } from './tokens.ts'

/** Shows which tools each client sees, and what its list costs. */
export const tools: Command = {
  name: 'tools',
  summary: 'show which tools each client sees, and what its list costs in tokens',
  usage: ['tools [--client NAME] [--full] [--json]'],
  details: [
    'A tool that is not shown for a client cannot be called by it either. Tokens are counted on the',
    'list as JSON (o200k_base); the model reads it at every turn. Nothing is opened or started.',
  ],
  options: {
    config: CONFIG_OPTION,
    client: { value: 'NAME', about: 'only this client (default: all)' },
    full: { about: 'also each description and schema, as the model sees them' },
    json: JSON_OPTION,
  },
  examples: ['tools', 'tools --client voice --full'],
  takesWords: false,
  async run({ values, terminal }) {
    const config = await readConfig(values)
    const sights = await sightsOf(config, values)
    const isFull = values['full'] === true
    if (values['json'])
      printJson(
        terminal,
        sights.map((sight) => dataOf(sight, isFull)),
      )
    else
      print(
        terminal,
        sights.map((sight) => textOf(sight, isFull, painter(terminal.out))).join('\n\n'),
      )
    return 0
  },
}

async function sightsOf(config: Config, values: Values): Promise<readonly Sight[]> {
  const chosen = values['client'] === undefined ? undefined : chosenClient(values, config).name
  const declared = declaredTools(config)
  const count = await tokenCounter()
  return clientsOf(config)
    .filter(({ name }) => chosen === undefined || name === chosen)
    .map((client) => sightOf(client, declared, count))
}

function textOf({ client, tools, tokens }: Sight, isFull: boolean, paint: Paint): string {
  const rows = tools.map(({ tool: { name, facts }, tokens }) => [
    name,
    facts.tier,
    facts.scopes.join(', '),
    tokens,
  ])
  const size = `${counted(tools.length, 'tool')}, ${counted(tokens, 'token')}`
  return [
    `${paint('bold', client.name)}: ${client.profile} profile, ${size}`,
    table(['TOOL', 'TIER', 'SCOPES', 'TOKENS'], rows, paint),
    ...(isFull ? tools.map((tool) => `\n${fullTextOf(tool, paint)}`) : []),
  ].join('\n')
}

function fullTextOf({ listed }: SeenTool, paint: Paint): string {
  const { name, description, ...rest } = listed
  return `${paint('bold', name)}\n${description}\n${JSON.stringify(rest, undefined, 2)}`
}

function dataOf({ client, tools, tokens }: Sight, isFull: boolean) {
  return {
    client: client.name,
    profile: client.profile,
    tokens,
    tools: tools.map(({ tool: { name, facts }, listed, tokens }) => ({
      name,
      tier: facts.tier,
      scopes: facts.scopes,
      tokens,
      ...(isFull && { listed }),
    })),
  }
}
