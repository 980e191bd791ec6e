import { Problems } from '../kernel/catalog.ts'
import type { Command } from './command.ts'
import { counted } from './counted.ts'
import { parse } from './parse.ts'
import { PROGRAM } from './program.ts'
import { note, printJson, type Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Runs one command. What a person can mend is said, and becomes the exit code; a bug is thrown. */
export async function runCommand(
  command: Command,
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  try {
    return await command.run({ ...parse(command, args), terminal })
  } catch (error) {
    // A machine that asked for JSON gets it, whatever comes of the command.
    const isJson = args.includes('--json')
    if (error instanceof Problems) {
      if (isJson) printJson(terminal, { ok: false, problems: error.list })
      else note(terminal, sayProblems(error))
      return 78
    }
    if (!(error instanceof UsageError)) throw error
    if (isJson) printJson(terminal, { ok: false, problems: [error.message] })
    else note(terminal, `${error.message}\nSee: ${PROGRAM} ${command.name} --help`)
    return 2
  }
}

function sayProblems({ list }: Problems): string {
  return `${list.join('\n')}\n\n${counted(list.length, 'problem')} to fix first.`
}
