import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

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

/** All that a new tool of the project in this folder takes; nothing is written. Throws `Problems` for what cannot be. */
export function newTool(name: NewName, config: string): readonly Change[] {
  const mounts = readMounts(config)
  const home = `modules/${name.namespace}`
  const made = [
    fromTemplate('verb-noun.ts', `${home}/${name.file}.ts`, name, 'the tool'),
    testOf(name, mounts),
  ]
  const changes = existsSync(home)
    ? [...made, joined(name, `${home}/module.ts`)]
    : [...made, ...moduleOf(name, home), mounted(name, { home, config, mounts })]
  const taken = made.filter(({ path }) => existsSync(path))
  if (taken.length > 0)
    throw new Problems(taken.map(({ path }) => `${path} is already there, and is not overwritten.`))
  return changes
}

function moduleOf(name: NewName, home: string): readonly Change[] {
  return [
    fromTemplate('module.ts', `${home}/module.ts`, name, 'its module'),
    fromTemplate('tool.ts', `${home}/tool.ts`, name, 'what the tools of the module work with'),
  ]
}

/** With the settings that the deployment has, because a module may not open without. */
function testOf(name: NewName, mounts: Mounts): Change {
  const path = `test/${name.namespace}/${name.file}.test.ts`
  const { text, ...rest } = fromTemplate('verb-noun.test.ts', path, name, 'its test')
  const settings = JSON.stringify(mounts.settingsOf(name.namespace), undefined, 2)
  return { ...rest, text: text.replace('config = {}', () => `config = ${settings}`) }
}

function joined(name: NewName, path: string): Change {
  const tool = join(dirname(path), 'tool.ts')
  const missing = [path, tool].filter((file) => !existsSync(file))
  if (missing.length > 0)
    throw new Problems(
      missing.map((file) => `${file} is not there, and a tool of this module needs it.`),
    )
  const module = joinTool(readFileSync(path, 'utf8'), name)
  if (module.ok)
    return { path, text: module.text, about: `has the tool, and is version ${module.version}` }
  throw new Problems([
    `${path} is not as "init" and "new" write it, so nothing was changed. Write the tool by hand, with these lines here:`,
    ...module.lines.map((line) => `  ${line}`),
  ])
}

function mounted(
  { namespace }: NewName,
  { home, config, mounts }: { home: string; config: string; mounts: Mounts },
): Change {
  if (mounts.has(namespace))
    throw new Problems([
      `${config}: mounts "${namespace}" from elsewhere, and a tool can only be added to a module in modules/. Choose another namespace.`,
    ])
  const way = relative(dirname(resolve(config)), resolve(home, 'module.ts')).replaceAll('\\', '/')
  const use = way.startsWith('.') ? way : `./${way}`
  return { path: config, text: mounts.with(namespace, use), about: 'mounts the module' }
}

function fromTemplate(template: string, path: string, name: NewName, about: string): Change {
  const text = templates('module').get(template) ?? ''
  const filled = text
    .replaceAll('verb_noun', name.verb)
    .replaceAll('verb-noun', name.file)
    .replaceAll('verbNoun', name.variable)
    .replaceAll('Verb noun', titleOf(name.verb))
    .replaceAll('name_space', name.namespace)
    .replaceAll('Name space', titleOf(name.namespace))
  return { path, text: filled, about }
}

function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
