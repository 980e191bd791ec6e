import { chosenClient } from './choose-client.ts'
import { CONFIG_OPTION, JSON_OPTION, textOf, type Command, type Values } from './command.ts'
import { readConfig } from './deployment.ts'
import { ruleData, ruleText } from './lint-rule.ts'
import { lintText } from './lint-text.ts'
import { lintedDeployment } from './linted-deployment.ts'
import { painter, print, printJson, type Terminal } from './terminal.ts'

/** Says what would make a model choose a tool wrongly, call it wrongly, or answer badly. */
export const lint: Command = {
  name: 'lint',
  summary: 'say which tools a model would misunderstand, and why',
  usage: ['lint [--client NAME] [--strict] [--static] [--json]', 'lint --explain ID [--json]'],
  details: [
    'Asks every rule of every tool that the configuration loads, and of every client’s set. To judge',
    'the answers, the modules are opened in a folder of their own that is deleted afterwards, and',
    'the tools that only read are called with their examples; writes are judged by their samples.',
    'The exit code is 1 when there are errors, and with --strict when there are warnings too.',
  ],
  options: {
    config: CONFIG_OPTION,
    client: { value: 'NAME', about: 'only this client, and the tools that it sees' },
    explain: { value: 'ID', about: 'explain one rule, with a bad and a good example' },
    strict: { about: 'let warnings fail too' },
    static: { about: 'open nothing, and leave the answers unjudged' },
    json: JSON_OPTION,
  },
  examples: ['lint', 'lint --client voice --strict', 'lint --explain describe-range-in-prose'],
  takesWords: false,
  async run({ values, terminal }) {
    const id = textOf(values, 'explain')
    return id === undefined ? lintAll(values, terminal) : explainOne(id, values, terminal)
  },
}

async function lintAll(values: Values, terminal: Terminal): Promise<number> {
  const config = await readConfig(values)
  const client = values['client'] === undefined ? undefined : chosenClient(values, config).name
  const linted = await lintedDeployment(config, { client, isStatic: values['static'] === true })
  // Only this command needs the rules, so only it loads them.
  const { lint, passes } = await import('../lint/lint.ts')
  const findings = lint(linted)
  const { tools, about = tools, clients = [] } = linted
  const size = { tools: about.length, clients: clients.length }
  const ok = passes(findings, values['strict'] === true)
  if (values['json']) printJson(terminal, { ok, ...size, findings })
  else print(terminal, lintText(findings, size, painter(terminal.out)))
  return ok ? 0 : 1
}

async function explainOne(id: string, values: Values, terminal: Terminal): Promise<number> {
  const { RULES } = await import('../lint/rules.ts')
  if (values['json']) printJson(terminal, ruleData(id, RULES))
  else print(terminal, ruleText(id, RULES, painter(terminal.out)))
  return 0
}
