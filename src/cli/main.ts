import { nearest } from '../kernel/nearest.ts'
import { VERSION } from '../version.ts'
import { approvals } from './approvals.ts'
import { audit } from './audit.ts'
import { call } from './call.ts'
import { catalog } from './catalog.ts'
import { check } from './check.ts'
import type { Command } from './command.ts'
import { connect } from './connect.ts'
import { diff } from './diff.ts'
import { explain } from './explain.ts'
import { helpOf, overview } from './help.ts'
import { init } from './init.ts'
import { keys } from './keys.ts'
import { lint } from './lint.ts'
import { newCommand } from './new.ts'
import { operators } from './operators.ts'
import { operations } from './operations.ts'
import { PROGRAM } from './program.ts'
import { runCommand } from './run-command.ts'
import { serve } from './serve.ts'
import { resumeWrites, stopWrites } from './stop-writes.ts'
import { flushed, note, painter, print, PROCESS_TERMINAL, type Terminal } from './terminal.ts'
import { tools } from './tools.ts'
import { webhooks } from './webhooks.ts'

const COMMANDS: readonly Command[] = [
  serve,
  tools,
  explain,
  call,
  check,
  lint,
  catalog,
  diff,
  keys,
  approvals,
  operators,
  operations,
  webhooks,
  audit,
  stopWrites,
  resumeWrites,
  connect,
  init,
  newCommand,
]

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
  const command = commandNamed(name)
  if (!command) return unknownCommand(name, terminal)
  if (args.includes('--help') || args.includes('-h')) return help(name, terminal)
  return runCommand(command, args, terminal)
}

function help(name: string | undefined, terminal: Terminal): number {
  const paint = painter(terminal.out)
  if (name === undefined) return said(overview(COMMANDS, paint), terminal)
  const command = commandNamed(name)
  return command ? said(helpOf(command, paint), terminal) : unknownCommand(name, terminal)
}

function unknownCommand(name: string, terminal: Terminal): number {
  const likely = nearest(
    name,
    COMMANDS.map((command) => command.name),
  )
  const way = name.startsWith('-')
    ? ' Options stand behind a command.'
    : likely
      ? ` Did you mean "${likely}"?`
      : ''
  note(terminal, `There is no command "${name}".${way}\nSee: ${PROGRAM} help`)
  return 2
}

function commandNamed(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name)
}

function said(text: string, terminal: Terminal): number {
  print(terminal, text)
  return 0
}

function unlessReaderLeft(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error
}
