import { nearest } from '../kernel/nearest.ts'
import { VERSION } from '../version.ts'
import type { Command } from './command.ts'
import { PROGRAM } from './program.ts'
import { runCommand } from './run-command.ts'
import { flushed, note, painter, print, PROCESS_TERMINAL, type Terminal } from './terminal.ts'

/** Each is read when it is wanted: together they would make every start wait, and a server's most of all. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['serve', async () => (await import('./serve.ts')).serve],
  ['tools', async () => (await import('./tools.ts')).tools],
  ['explain', async () => (await import('./explain.ts')).explain],
  ['call', async () => (await import('./call.ts')).call],
  ['check', async () => (await import('./check.ts')).check],
  ['lint', async () => (await import('./lint.ts')).lint],
  ['catalog', async () => (await import('./catalog.ts')).catalog],
  ['diff', async () => (await import('./diff.ts')).diff],
  ['keys', async () => (await import('./keys.ts')).keys],
  ['approvals', async () => (await import('./approvals.ts')).approvals],
  ['operators', async () => (await import('./operators.ts')).operators],
  ['operations', async () => (await import('./operations.ts')).operations],
  ['webhooks', async () => (await import('./webhooks.ts')).webhooks],
  ['audit', async () => (await import('./audit.ts')).audit],
  ['stop-writes', async () => (await import('./stop-writes.ts')).stopWrites],
  ['resume-writes', async () => (await import('./stop-writes.ts')).resumeWrites],
  ['connect', async () => (await import('./connect.ts')).connect],
  ['init', async () => (await import('./init.ts')).init],
  ['new', async () => (await import('./new.ts')).newCommand],
])

/** Exit codes: 0 done · 1 a bug, or a check that failed · 2 wrong usage · 5 the tool answered with an error · 78 the config is wrong. */
export async function main(
  argv: readonly string[],
  terminal: Terminal = PROCESS_TERMINAL,
): Promise<number> {
  // A reader such as `head` may stop reading early; that is no failure of ours.
  for (const stream of [terminal.out, terminal.err]) stream.on('error', unlessReaderLeft)
  const code = await runNamed(argv, terminal)
  await flushed(terminal)
  return code
}

async function runNamed(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name = 'help', ...args] = argv
  if (['help', '--help', '-h'].includes(name)) return help(args[0], terminal)
  if (['version', '--version', '-v'].includes(name)) return said(VERSION, terminal)
  const command = await commandNamed(name)
  if (!command) return unknownCommand(name, terminal)
  if (args.includes('--help') || args.includes('-h')) return help(name, terminal)
  return runCommand(command, args, terminal)
}

async function help(name: string | undefined, terminal: Terminal): Promise<number> {
  const { helpOf, overview } = await import('./help.ts')
  const paint = painter(terminal.out)
  if (name === undefined) return said(overview(await allCommands(), paint), terminal)
  const command = await commandNamed(name)
  return command ? said(helpOf(command, paint), terminal) : unknownCommand(name, terminal)
}

function unknownCommand(name: string, terminal: Terminal): number {
  const likely = nearest(name, [...COMMANDS.keys()])
  const way = name.startsWith('-')
    ? ' Options stand behind a command.'
    : likely
      ? ` Did you mean "${likely}"?`
      : ''
  note(terminal, `There is no command "${name}".${way}\nSee: ${PROGRAM} help`)
  return 2
}

async function commandNamed(name: string): Promise<Command | undefined> {
  return COMMANDS.get(name)?.()
}

function allCommands(): Promise<readonly Command[]> {
  return Promise.all([...COMMANDS.values()].map(async (read) => read()))
}

function said(text: string, terminal: Terminal): number {
  print(terminal, text)
  return 0
}

function unlessReaderLeft(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error
}
