import type { Module } from '../src/index.ts'
import { propertiesOf, requiredOf } from '../src/kernel/json.ts'
import type { DeclaredTool } from '../src/kernel/module.ts'

/** `docs/tools.md`: every shipped tool, from the same data that a model reads. */
export function toolsPage(modules: readonly Module[]): string {
  const parts = modules.map(
    ({ id, title, tools }) => `## ${title} (\`${id}\`)\n\n${tools.map(section).join('\n')}`,
  )
  return `<!-- Made by npm run generate. Do not edit. -->\n\n# The shipped tools\n\n${parts.join('\n')}`
}

function section(tool: DeclaredTool): string {
  const { tier, scopes, needs, gives } = tool.facts
  const facts = [
    `tier **${tier}**`,
    `scopes ${list(scopes)}`,
    ...(needs.length > 0 ? [`needs a grant of ${needs.map(code).join(' or ')}`] : []),
    ...(gives.length > 0 ? [`gives ${list(gives)}`] : []),
  ]
  return `### \`${tool.name}\`\n\n${facts.join(' · ')}\n\n${tool.description}\n\n${fieldsTable(tool)}\n`
}

function fieldsTable({ inputSchema }: DeclaredTool): string {
  const required = requiredOf(inputSchema)
  const rows = Object.entries(propertiesOf(inputSchema)).map(
    ([name, { type, description }]) =>
      `| \`${name}\`${required.includes(name) ? '' : ' (optional)'} | ${String(type)} | ${String(description)} |`,
  )
  return rows.length > 0
    ? ['| field | type | meaning |', '|---|---|---|', ...rows].join('\n') + '\n'
    : ''
}

function list(words: readonly string[]): string {
  return words.map(code).join(', ')
}

function code(word: string): string {
  return `\`${word}\``
}
