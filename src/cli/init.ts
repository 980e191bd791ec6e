import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

import { Problems } from '../kernel/catalog.ts'
import { JSON_OPTION, type Command } from './command.ts'
import { projectManifest } from './project-manifest.ts'
import { runCommand } from './run-command.ts'
import { templates } from './templates.ts'
import { painter, print, printJson, PROCESS_TERMINAL, type Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** What each part of the project is for, in the order in which it is looked at. */
const PARTS = [
  ['config/toolcrib.yaml', 'which modules are served, and which client may use what'],
  ['modules/parking/', 'a first module of your own'],
  ['test/', 'its test, and the catalogue that "npm test" holds it to'],
  ['README.md', 'how to go on'],
] as const

/** Files that npm or a compiler would take for its own stand under other names among the templates. */
const RENAMED: Readonly<Record<string, string>> = {
  gitignore: '.gitignore',
  'tsconfig.project.json': 'tsconfig.json',
}

interface Project {
  readonly folder: string
  readonly files: readonly string[]
  /** What to type next, each with what comes of it. */
  readonly next: readonly (readonly [command: string, about: string])[]
}

/** Makes a project that serves a module of its own. */
export const init: Command = {
  name: 'init',
  summary: 'make a project with a module of your own',
  usage: ['init DIR [--json]'],
  details: [
    'DIR becomes a project that works as it is: a configuration, a module with one tool, its test and',
    'catalogue, and a package.json that depends on this very Toolcrib and brings a fitting Node. No',
    'file is overwritten; a package.json that is there is completed.',
  ],
  options: { json: JSON_OPTION },
  examples: ['init desk', 'init . --json'],
  takesWords: true,
  async run({ values, words, terminal }) {
    const project = makeProject(folderIn(words))
    if (values['json'])
      printJson(terminal, { ...project, next: project.next.map(([command]) => command) })
    else sayProject(project, terminal)
    return 0
  },
}

/** For a Node that is too old for all the rest. */
export function initAlone(args: readonly string[]): Promise<number> {
  return runCommand(init, args, PROCESS_TERMINAL)
}

function folderIn([folder, extra]: readonly string[]): string {
  if (folder === undefined)
    throw new UsageError('Say where to make the project, such as: init desk')
  if (extra !== undefined) throw new UsageError(`"${extra}" is one word too many.`)
  return folder
}

function makeProject(folder: string): Project {
  const files = [...templates('project')].map(
    ([path, text]) => [RENAMED[path] ?? path, text] as const,
  )
  const manifest = projectManifest(folder)
  const problems = [
    ...files.flatMap(([path]) => obstacles(folder, path)),
    ...(manifest.ok ? [] : manifest.problems),
  ]
  if (!manifest.ok || problems.length > 0) throw new Problems([...new Set(problems)])
  const all = [['package.json', manifest.text] as const, ...files]
  for (const [path, text] of all) write(join(folder, path), text)
  return { folder, files: all.map(([path]) => path), next: nextSteps(folder) }
}

/** What keeps a file from being written: itself, or a file where one of its folders has to be. */
function obstacles(folder: string, path: string): readonly string[] {
  const file = join(folder, path)
  if (existsSync(file)) return [`${file} is already there, and is not overwritten.`]
  const blocking = foldersOf(folder, path).find(
    (each) => statSync(each, { throwIfNoEntry: false })?.isDirectory() === false,
  )
  return blocking === undefined ? [] : [`${blocking} is a file, and has to be a folder.`]
}

function foldersOf(folder: string, path: string): readonly string[] {
  const parent = dirname(path)
  return parent === '.' ? [folder] : [...foldersOf(folder, parent), join(folder, parent)]
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Problems([`${file} cannot be written: ${why}.`])
  }
}

function nextSteps(folder: string): Project['next'] {
  const way = relative('', folder)
  return [
    ...(way === '' ? [] : [[`cd ${way.includes(' ') ? `"${way}"` : way}`, ''] as const]),
    ['npm install', 'brings Toolcrib, and a Node that fits it'],
    ['npm test', 'runs the tests'],
    ['npm start', 'serves, and prints a line to paste for each client'],
    ['npx --no toolcrib new tool parking reserve_space', 'adds a tool'],
  ]
}

function sayProject({ folder, next }: Project, terminal: Terminal): void {
  const paint = painter(terminal.out)
  const section = (title: string, rows: readonly (readonly [string, string])[]) => {
    const width = Math.max(...rows.map(([left]) => left.length))
    const lines = rows.map(([left, right]) =>
      `  ${left.padEnd(width)}  ${paint('dim', right)}`.trimEnd(),
    )
    return [paint('bold', title), ...lines].join('\n')
  }
  print(terminal, `\n${section(`A project in ${folder}`, PARTS)}\n\n${section('Next', next)}\n`)
}
