import { ERRORS } from '../src/kernel/error.ts'
import { GATES } from '../src/kernel/gate.ts'
import { PROFILE_NAMES } from '../src/kernel/profile.ts'
import { FORMATS } from '../src/kernel/reply.ts'
import { TIERS } from '../src/kernel/tier.ts'
import type { ApiEntry, ApiItem } from './public-api.ts'

/** What a type means that is derived from a list, because the list itself is not exported. */
const DERIVED: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['keyof typeof ERRORS', Object.keys(ERRORS)],
  ['(typeof FORMATS)[number]', FORMATS],
  ['(typeof GATES)[number]', GATES],
  ['(typeof PROFILE_NAMES)[number]', PROFILE_NAMES],
  ['(typeof TIERS)[number]', TIERS],
])

const HEAD = `<!-- Made by npm run generate. Do not edit. -->

# The public API

Three entries can be imported from the package, and nothing else of it.
`

const ABOUT: ReadonlyMap<string, string> = new Map([
  ['toolcrib', 'All that a module is written with.'],
  [
    'toolcrib/testing',
    'A module under test, in a real server of its own. Works with any test runner.',
  ],
  ['toolcrib/lint', 'What `toolcrib lint` asks, of one module.'],
])

/** `docs/api.md`: every export of every entry, from its docstrings. Throws what is wrong with them, a line each. */
export function apiPage(entries: readonly ApiEntry[]): string {
  const problems = entries.flatMap((entry) => apiProblems(entry, entries))
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return [HEAD, ...entries.map(section)].join('\n')
}

/** What a reader of the page would miss, one line each. */
function apiProblems(entry: ApiEntry, all: readonly ApiEntry[]): readonly string[] {
  const exported = new Set([...all.slice(0, 1), entry].flatMap(({ items }) => items.map(nameOf)))
  const lists = [...DERIVED.keys()].join()
  return [
    ...(ABOUT.has(entry.name) ? [] : [`${entry.name}: docs/api-page.ts says nothing about it.`]),
    ...entry.unexported
      .filter((name) => !exported.has(name) && !lists.includes(`typeof ${name}`))
      .map((name) => `${entry.name}: "${name}" stands in a signature and is not exported.`),
    ...entry.items.flatMap((item) => silent(item, entry.name)),
  ]
}

function silent(item: ApiItem, place: string): readonly string[] {
  const here = `${place} ${item.name || item.kind}`
  const own = item.doc === '' ? [`${here}: has no docstring.`] : []
  return [...own, ...item.members.flatMap((member) => silent(member, here))]
}

function section({ name, items }: ApiEntry): string {
  const [values, types] = [items.filter(isValue), items.filter((item) => !isValue(item))]
  return `## \`${name}\`\n\n${ABOUT.get(name) ?? ''}\n\n${[...values, ...types].map(part).join('\n')}`
}

function isValue({ kind }: ApiItem): boolean {
  return !['Interface', 'TypeAlias'].includes(kind)
}

function part(item: ApiItem): string {
  const members = item.members.map(
    (member) => `- \`${declared(member)}\`\n  ${oneLine(member.doc)}`,
  )
  const declaration = `\`\`\`ts\n${declared(item)}\n\`\`\``
  const blocks = [`### \`${item.name}\``, oneLine(item.doc), declaration, members.join('\n')]
  return `${blocks.filter(Boolean).join('\n\n')}\n`
}

function declared({ kind, signature }: ApiItem): string {
  const text = [...DERIVED].reduce(
    (said, [derived, choices]) =>
      said.replace(derived, choices.map((choice) => `'${choice}'`).join(' | ')),
    signature.replace(/^export (declare )?/, '').replace(/[\s;]*$/, ''),
  )
  return /^(TypeAlias|Function|Interface|Class)$/.test(kind) ? text : oneLine(text)
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ')
}

function nameOf({ name }: ApiItem): string {
  return name
}
