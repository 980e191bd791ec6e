import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { inspect } from 'node:util'

import { Problems } from '../kernel/catalog.ts'
import { readMounts, type Mounts } from './join-mount.ts'
import { joinTool } from './join-tool.ts'
import type { NewName } from './new-name.ts'
import { templates } from './templates.ts'

/** A file that is made or changed. */
export interface Change {
  readonly path: string
  readonly text: string
  /** What it is for, or what is new in it. */
  readonly about: string
}

/** What the files of the template are for. Those of a module are made only where there is none. */
const TOOL_FILES = new Map([
  ['modules/name_space/verb-noun.ts', 'the tool'],
  ['test/name_space/verb-noun.test.ts', 'its test'],
])
const MODULE_FILES = new Map([
  ['modules/name_space/module.ts', 'its module'],
  ['modules/name_space/tool.ts', 'what the tools of the module work with'],
])

/**
 * All that a new tool of the project in this folder takes, while nothing is written yet. Throws `Problems` for what
 * stands in its way.
 */
export function newTool(name: NewName, config: string): readonly Change[] {
  const mounts = readMounts(config)
  const module = `modules/${name.namespace}/module.ts`
  const isJoining = existsSync(dirname(module))
  const made = filesFor(name, isJoining ? TOOL_FILES : new Map([...TOOL_FILES, ...MODULE_FILES]))
  const taken = made.filter(({ path }) => existsSync(path))
  if (taken.length > 0)
    throw new Problems(taken.map(({ path }) => `${path} is already there, and is not overwritten.`))
  return [
    ...made.map((change) => withSettings(change, mounts.settingsOf(name.namespace))),
    isJoining ? joined(name, module) : mounted(name, { module, config, mounts }),
  ]
}

function filesFor(name: NewName, about: ReadonlyMap<string, string>): readonly Change[] {
  const all = templates('module')
  return [...about].map(([template, what]) => ({
    path: filled(template, name),
    text: filled(all.get(template) ?? '', name),
    about: what,
  }))
}

const AS_CODE = { depth: null, breakLength: 96, maxArrayLength: null, maxStringLength: null }

/** A test opens the module with the settings of the deployment, because it may not open without. */
function withSettings(change: Change, settings: Readonly<Record<string, unknown>>): Change {
  const written = inspect(settings, AS_CODE)
  return {
    ...change,
    text: change.text.replace('const config = {}', () => `const config = ${written}`),
  }
}

function joined(name: NewName, path: string): Change {
  const missing = [path, `${dirname(path)}/tool.ts`].filter((file) => !existsSync(file))
  if (missing.length > 0)
    throw new Problems(
      missing.map((file) => `${file} is not there, and a tool of this module needs it.`),
    )
  const module = joinTool(readFileSync(path, 'utf8'), name)
  if (module.ok)
    return { path, text: module.text, about: `has the tool, and is version ${module.version}` }
  throw new Problems([
    [
      `${path} is not as "init" and "new" write it, so nothing was changed. Write the tool by hand, with these lines there:`,
      ...module.lines,
    ].join('\n  '),
  ])
}

function mounted(
  { namespace }: NewName,
  { module, config, mounts }: { module: string; config: string; mounts: Mounts },
): Change {
  if (mounts.has(namespace))
    throw new Problems([
      `${config} mounts "${namespace}" from elsewhere, and only a module in modules/ can be given a tool. Choose another namespace.`,
    ])
  const way = relative(dirname(resolve(config)), resolve(module)).replaceAll('\\', '/')
  const use = way.startsWith('.') ? way : `./${way}`
  return { path: config, text: mounts.with(namespace, use), about: 'mounts the module' }
}

function filled(text: string, { namespace, verb, file, variable }: NewName): string {
  return text
    .replaceAll('verb_noun', verb)
    .replaceAll('verb-noun', file)
    .replaceAll('verbNoun', variable)
    .replaceAll('Verb noun', titleOf(verb))
    .replaceAll('name_space', namespace)
    .replaceAll('Name space', titleOf(namespace))
}

function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
