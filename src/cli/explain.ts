import type { ClientConfig, Config } from '../config/config.ts'
import { suggest } from '../config/suggest.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import { chosenToolset, clientNamed, sayClients } from './choose-client.ts'
import { CONFIG_OPTION, JSON_OPTION, type Command } from './command.ts'
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
  summary: 'say what a client sees, what it does not, and which rule decides',
  usage: ['explain CLIENT [TOOL] [--toolset NAME] [--json]'],
  details: [
    'The rules are those by which tools are listed and called; of several that hide a tool, the first',
    'is named. With TOOL also how each model provider would be told of it, and what it would not take.',
    'Tokens are counted as "tools" counts them. Nothing is opened or started.',
  ],
  options: {
    config: CONFIG_OPTION,
    toolset: {
      value: 'NAME',
      about: 'as for a request to /NAME/mcp, which sees no more than that',
    },
    json: JSON_OPTION,
  },
  examples: ['explain voice', 'explain voice customers_search', 'explain desk --toolset guest'],
  takesWords: true,
  async run({ values, words, terminal }) {
    const [name, toolName, extra] = words
    if (extra !== undefined) throw new UsageError(`"${extra}" is one word too many.`)
    const config = await readConfig(values)
    const about = clientConfig(name, config)
    const toolset = chosenToolset(values, config)
    const declared = declaredTools(config)
    const tool = toolName === undefined ? undefined : toolNamed(toolName, declared)
    const count = await tokenCounter()
    const explanation = explanationOf({ about, toolset, config, tools: declared, count })
    const paint = painter(terminal.out)
    if (values['json'])
      printJson(terminal, tool ? toolData(tool, explanation, count) : clientData(explanation))
    else
      print(
        terminal,
        tool ? toolText(tool, explanation, { paint, count }) : clientText(explanation, paint),
      )
    return 0
  },
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
