import { startCall } from '../kernel/call.ts'
import type { ToolError } from '../kernel/error.ts'
import { present } from '../mcp/present.ts'
import { callArguments } from './call-arguments.ts'
import { chosenClient, CLIENT_OPTION } from './choose-client.ts'
import { CONFIG_OPTION, textOf, type Command, type Invocation } from './command.ts'
import { readConfig, withDeployment } from './deployment.ts'
import { loggerFrom, logLevelOption } from './log-level.ts'
import { note, print, printJson, type Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

type Arrived = Parameters<typeof startCall>[0]
type Result = ReturnType<typeof present>

/** Runs one call in this process, through the same policy as any client's. */
export const call: Command = {
  name: 'call',
  summary: 'call one tool as a client would, and print what the client would get',
  usage: ['call TOOL [field=value …] [--args JSON] [--client NAME] [--conversation HANDLE]'],
  details: [
    'The call takes the way of every call: the client must see the tool, and writes do write.',
    'Calls with the same --conversation belong together, so a caller verified in one is verified',
    'in the next. The exit code is 5 when the tool answers with an error.',
  ],
  options: {
    config: CONFIG_OPTION,
    client: CLIENT_OPTION,
    args: { value: 'JSON', about: 'arguments as one JSON object' },
    conversation: {
      value: 'HANDLE',
      about: 'the conversation this call belongs to (default: none)',
    },
    json: { about: 'print the whole result as JSON' },
    'log-level': logLevelOption('silent'),
  },
  examples: [
    'call reservations_check date=friday party_size=4 meal=dinner --client voice',
    `call customers_search --args '{"query": "Moreno", "kind": "name"}' --client desk`,
  ],
  takesWords: true,
  async run({ values, words, terminal }) {
    const arrived = arrivedFrom({ values, words })
    const logger = loggerFrom(values)
    const config = await readConfig(values)
    const client = chosenClient(values, config)
    const handle = textOf(values, 'conversation')
    const started = startCall({
      ...arrived,
      caller: {
        credential: { kind: 'local', client: client.name },
        narrowing: {},
        ...(handle !== undefined && { handle }),
      },
    })
    return withDeployment(config, logger, async (app) => {
      const outcome = await app.run(started)
      const result = present(outcome, client.profile, started.id)
      if (values['json']) printJson(terminal, result)
      else sayContent(result, terminal)
      if (outcome.kind === 'failure') note(terminal, sayFailure(outcome.error))
      return result.isError ? 5 : 0
    })
  },
}

function arrivedFrom({ values, words }: Omit<Invocation, 'terminal'>): Omit<Arrived, 'caller'> {
  const [toolName, ...fields] = words
  if (toolName === undefined) throw new UsageError('Say which tool to call.')
  return {
    toolName,
    rawArguments: callArguments(fields, textOf(values, 'args')),
    signal: new AbortController().signal,
  }
}

function sayContent({ content }: Result, terminal: Terminal): void {
  for (const block of content)
    print(terminal, block.type === 'text' ? block.text : `[${block.type}, not shown; see --json]`)
}

function sayFailure({ code }: ToolError): string {
  const way = code === 'no_conversation' ? ' Name a conversation with --conversation HANDLE.' : ''
  return `The tool answered with the error "${code}".${way}`
}
