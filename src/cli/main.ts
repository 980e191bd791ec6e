import { parseArgs } from 'node:util'

import { Problems } from '../kernel/catalog.ts'
import { nearest } from '../kernel/nearest.ts'
import { VERSION } from '../version.ts'
import { call } from './call.ts'
import { check } from './check.ts'
import type { Command } from './command.ts'
import { connect } from './connect.ts'
import { keys } from './keys.ts'
import { serve } from './serve.ts'
import { tools } from './tools.ts'
import { helpOf, overview } from './help.ts'

const COMMANDS: readonly Command[] = [serve, tools, call, check, keys, connect]

/** Exit codes: 0 done · 1 a bug · 2 wrong usage · 5 the tool answered with an error · 78 the config is wrong. */
export async function main(argv: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = argv
  if (['help', '--help', '-h'].includes(name)) return say(overview(COMMANDS, rest[0]))
  if (['version', '--version', '-v'].includes(name)) return say(VERSION)
  const command = COMMANDS.find((known) => known.name === name)
  if (!command) return complain(unknownCommand(name), 2)
  if (rest.includes('--help') || rest.includes('-h')) return say(helpOf(command))
  return runCommand(command, rest)
}

async function runCommand(command: Command, args: readonly string[]): Promise<number> {
  let parsed
  try {
    parsed = parseArgs({ args: [...args], options: command.options, allowPositionals: true })
  } catch (error) {
    const [first = ''] = String(error instanceof Error ? error.message : error).split('. ')
    return complain(`${first}.\nSee: toolcrib ${command.name} --help`, 2)
  }
  try {
    return await command.run(parsed.values, parsed.positionals)
  } catch (error) {
    if (!(error instanceof Problems)) throw error
    const { list } = error
    return complain(
      [...list, `\n${list.length === 1 ? '1 problem' : `${list.length} problems`}. Nothing was started.`].join('\n'),
      78,
    )
  }
}

function unknownCommand(name: string): string {
  const likely = nearest(
    name,
    COMMANDS.map((command) => command.name),
  )
  return `There is no command "${name}".${likely ? ` Did you mean "${likely}"?` : ''} See: toolcrib help`
}

function say(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

function complain(text: string, code: number): number {
  process.stderr.write(`${text}\n`)
  return code
}
