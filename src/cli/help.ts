import { VERSION } from '../version.ts'
import type { Command, Option } from './command.ts'
import { PROGRAM } from './program.ts'
import type { Paint } from './terminal.ts'

const EXIT_CODES =
  '0 done · 1 a bug, or a check that failed · 2 wrong usage · 5 the tool answered with an error\n' +
  '  78 the configuration, or a file that was named, is wrong'

/** What the program can do. */
export function overview(commands: readonly Command[], paint: Paint): string {
  const lines = commands.map(({ name, summary }) => [name, summary] as const)
  return [
    `${paint('bold', `Toolcrib ${VERSION}`)}: lets an agent have exactly the tools it is cleared for.`,
    section('Usage', [`${PROGRAM} COMMAND [options]`], paint),
    section('Commands', aligned([...lines, ['help COMMAND', 'all about one command']]), paint),
    section('Exit codes', [EXIT_CODES], paint),
  ].join('\n\n')
}

/** All about one command. */
export function helpOf(command: Command, paint: Paint): string {
  const { name, summary, usage, details, options, examples } = command
  const optionLines = Object.entries(options).map(
    ([option, about]) => [sayOption(option, about), sayAbout(about)] as const,
  )
  return [
    `${paint('bold', `toolcrib ${name}`)}: ${summary}`,
    section('Usage', usage.map(withProgram), paint),
    ...(details.length > 0 ? [details.join('\n')] : []),
    section('Options', aligned(optionLines), paint),
    section('Examples', examples.map(withProgram), paint),
  ].join('\n\n')
}

function section(title: string, lines: readonly string[], paint: Paint): string {
  return [paint('bold', title), ...lines.map((line) => `  ${line}`)].join('\n')
}

function withProgram(words: string): string {
  return `${PROGRAM} ${words}`
}

function sayOption(name: string, { short, value }: Option): string {
  const names = short === undefined ? `    --${name}` : `-${short}, --${name}`
  return value === undefined ? names : `${names} ${value}`
}

function sayAbout({ about, default: preset }: Option): string {
  return preset === undefined ? about : `${about} (default ${preset})`
}

function aligned(pairs: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...pairs.map(([left]) => left.length))
  return pairs.map(([left, right]) => `${left.padEnd(width)}  ${right}`)
}
