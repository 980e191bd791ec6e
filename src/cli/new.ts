import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

import { catalogueOf } from '../diff/catalogue.ts'
import { Problems } from '../kernel/catalog.ts'
import { suggest } from '../config/suggest.ts'
import { catalogueText } from './catalogue-file.ts'
import { CONFIG_OPTION, JSON_OPTION, type Command, type Values } from './command.ts'
import { configFile, declaredModules, readConfig } from './deployment.ts'
import type { NewName } from './new-name.ts'
import type { Change } from './new-tool.ts'
import { painter, print, printJson, type Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

const SNAPSHOT = 'test/catalog.json'

/** Adds a tool to a project, with everything that belongs to one. */
export const newCommand: Command = {
  name: 'new',
  summary: 'add a tool to your project, with its test and its place in the catalogue',
  usage: ['new tool NAMESPACE VERB [--json]'],
  details: [
    'Writes modules/NAMESPACE/VERB.ts and its test, puts the tool into modules/NAMESPACE/module.ts',
    `and into ${SNAPSHOT}. A module that is not there yet is made, and mounted in the config.`,
    'What a model reads about the tool is left empty, and "lint" fails until it is written. No client',
    'is given the tool: what each is cleared for is for you to say. Run it at the root of a project.',
  ],
  options: { config: CONFIG_OPTION, json: JSON_OPTION },
  examples: ['new tool parking reserve_space', 'new tool weather forecast'],
  takesWords: true,
  async run({ values, words, terminal }) {
    const [namespace, verb] = wordsIn(words)
    // Only this command needs the rules for names, so only it loads them.
    const { newName } = await import('./new-name.ts')
    const { newTool } = await import('./new-tool.ts')
    const name = newName(namespace, verb)
    const changes = newTool(name, configFile(values))
    for (const { path, text } of changes) write(path, text)
    const all = [...changes, await snapshot(values, changes)]
    if (values['json'])
      printJson(terminal, {
        tool: fullName(name),
        scope: `${name.namespace}:${name.verb}`,
        files: all.map(({ path }) => path),
      })
    else sayChanges(name, all, terminal)
    return 0
  },
}

function wordsIn([what, namespace, verb, extra]: readonly string[]): readonly [string, string] {
  if (what !== 'tool')
    throw new UsageError(
      what === undefined
        ? 'Say what to make: new tool NAMESPACE VERB.'
        : `There is no "new ${what}". ${suggest(what, ['tool'], 'There is')}`,
    )
  if (namespace === undefined || verb === undefined)
    throw new UsageError('Say the namespace and the verb, such as: new tool parking reserve_space')
  if (extra !== undefined)
    throw new UsageError(`"${extra}" is one word too many. Join words with _, as in reserve_space.`)
  return [namespace, verb]
}

/** The catalogue as it is now, so that the new tool stands in it like the others. */
async function snapshot(values: Values, changes: readonly Change[]): Promise<Change> {
  try {
    const text = catalogueText(catalogueOf(declaredModules(await readConfig(values))))
    write(SNAPSHOT, text)
    return { path: SNAPSHOT, text, about: 'has the tool, too' }
  } catch (error) {
    if (!(error instanceof Problems)) throw error
    const done = changes.map(({ path }) => path).join(', ')
    throw new Problems([
      ...error.list,
      `${SNAPSHOT} is not up to date, because the project does not load. Mend that, then: npm run snapshot. Written were ${done}.`,
    ])
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function fullName({ namespace, verb }: NewName): string {
  return `${namespace}_${verb}`
}

function sayChanges(name: NewName, changes: readonly Change[], terminal: Terminal): void {
  const paint = painter(terminal.out)
  const width = Math.max(...changes.map(({ path }) => path.length))
  const next = [
    `write what a model reads in ${changes[0]?.path}, until "npm run lint" is content`,
    `give clients the scope ${name.namespace}:${name.verb} and the tool, in the config`,
    'run npm test',
  ]
  print(
    terminal,
    [
      '',
      paint('bold', fullName(name)),
      ...changes.map(({ path, about }) => `  ${path.padEnd(width)}  ${paint('dim', about)}`),
      '',
      paint('bold', 'Next'),
      ...next.map((line) => `  ${line}`),
      '',
    ].join('\n'),
  )
}
