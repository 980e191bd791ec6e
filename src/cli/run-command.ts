import { Problems } from '../kernel/catalog.ts'
import type { Command } from './command.ts'
import { counted } from './counted.ts'
import { parse } from './parse.ts'
import { PROGRAM } from './program.ts'
import { note, type Terminal } from './terminal.ts'
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
    if (error instanceof Problems) {
      note(terminal, sayProblems(error))
      return 78
    }
    if (!(error instanceof UsageError)) throw error
    note(terminal, `${error.message}\nSee: ${PROGRAM} ${command.name} --help`)
    return 2
  }
}

function sayProblems({ list }: Problems): string {
  return `${list.join('\n')}\n\n${counted(list.length, 'problem')} to fix first.`
}
