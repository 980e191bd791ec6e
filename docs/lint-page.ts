import type { Rule } from '../src/lint/rule.ts'
import { RULES } from '../src/lint/rules.ts'

const FAMILIES = [
  ['Names', 'name-'],
  ['Tiers', 'tier-'],
  ['Descriptions', 'describe-', 'hidden-characters', 'overlap', 'example-'],
  ['Parameters', 'param-', 'schema-'],
  ['Answers', 'return-'],
  ['Sets', 'set-'],
] as const

/** `docs/lint.md`: every rule, with what it wants and why. */
export function lintPage(rules: readonly Rule[] = RULES): string {
  const sections = FAMILIES.map(([title, ...prefixes]) => {
    const own = rules.filter(({ id }) => prefixes.some((prefix) => id.startsWith(prefix)))
    return `## ${title}\n\n${own.map(entry).join('\n\n')}\n`
  })
  return [HEAD, ...sections].join('\n')
}

const HEAD = `<!-- Made by npm run generate. Do not edit. -->

# What the linter asks

\`toolcrib lint\` asks these rules of every tool that the configuration loads, and of every client's set of tools.
An error fails; a warning fails with \`--strict\`. \`toolcrib lint --explain ID\` shows a bad and a good example.
`

function entry({ id, level, title, why }: Rule): string {
  return `### \`${id}\` (${level})\n\n${title}\n\n${why}`
}
