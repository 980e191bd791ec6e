import type { ClientConfig, Config } from '../config/config.ts'
import { suggest } from '../config/suggest.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import { systemClock } from '../system-clock.ts'
import type { ExampleCall } from './asked-gate.ts'
import { callArguments } from './call-arguments.ts'
import { checkedArguments } from './checked-arguments.ts'
import { chosenToolset, clientNamed, sayClients } from './choose-client.ts'
import { CONFIG_OPTION, JSON_OPTION, textOf, type Command } from './command.ts'
import { declaredTools, readConfig } from './deployment.ts'
import { clientData, clientText } from './explain-client.ts'
import { toolData, toolText } from './explain-tool.ts'
import { explanationOf } from './explanation.ts'
import { painter, print, printJson } from './terminal.ts'
import { tokenCounter } from './tokens.ts'
import { UsageError } from './usage-error.ts'

/** Says why a client sees what it sees. */
export const explain: Command = {
  name: 'explain',
  summary: 'say what a client sees, which gates its calls meet, and which rule decides',
  usage: [
    'explain CLIENT [--toolset NAME] [--json]',
    'explain CLIENT TOOL [field=value …] [--args JSON] [--toolset NAME] [--json]',
  ],
  details: [
    'The rules are those by which tools are listed and called; of several that hide a tool, the first',
    'is named. With TOOL also how each model provider would be told of it, what it would not take, and',
    'which gate a call meets; with arguments, which of the rules apply to them now. Tokens are counted',
    'as "tools" counts them. Nothing is opened or started, so what a tool looks up itself is not known.',
  ],
  options: {
    config: CONFIG_OPTION,
    toolset: {
      value: 'NAME',
      about: 'as for a request to /NAME/mcp, which sees no more than that',
    },
    args: { value: 'JSON', about: 'example arguments as one JSON object' },
    json: JSON_OPTION,
  },
  examples: [
    'explain voice',
    'explain voice customers_search',
    'explain desk --toolset guest',
    'explain voice reservations_check date=friday party_size=4 meal=dinner',
  ],
  takesWords: true,
  async run({ values, words, terminal }) {
    const [name, toolName, ...fields] = words
    const config = await readConfig(values)
    const about = clientConfig(name, config)
    const toolset = chosenToolset(values, config)
    const declared = declaredTools(config)
    const tool = toolName === undefined ? undefined : toolNamed(toolName, declared)
    const call = exampleCall(tool, fields, textOf(values, 'args'))
    const count = await tokenCounter()
    const explanation = explanationOf({ about, toolset, config, tools: declared, count })
    const paint = painter(terminal.out)
    if (values['json'])
      printJson(
        terminal,
        tool ? toolData(tool, explanation, { count, call }) : clientData(explanation),
      )
    else
      print(
        terminal,
        tool ? toolText(tool, explanation, { paint, count, call }) : clientText(explanation, paint),
      )
    return 0
  },
}

function exampleCall(
  tool: DeclaredTool | undefined,
  fields: readonly string[],
  json: string | undefined,
): ExampleCall | undefined {
  if (fields.length === 0 && json === undefined) return undefined
  if (!tool) throw new UsageError('Say which tool the arguments are for.')
  const given = checkedArguments(tool, callArguments(fields, json))
  return { arguments: given, nowMs: systemClock.now() }
}

function clientConfig(name: string | undefined, config: Config): ClientConfig {
  if (name === undefined) throw new UsageError(`Say which client to explain. ${sayClients(config)}`)
  return clientNamed(name, config)
}

function toolNamed(name: string, tools: readonly DeclaredTool[]): DeclaredTool {
  const tool = tools.find((known) => known.name === name)
  if (tool) return tool
  const names = tools.map((known) => known.name)
  throw new UsageError(`There is no tool "${name}". ${suggest(name, names, 'The tools are')}`)
}
