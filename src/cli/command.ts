import type { Terminal } from './terminal.ts'

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** One option of a command. Without `value` it is a switch. */
export interface Option {
  /** What stands behind it, such as FILE. */
  readonly value?: string
  readonly short?: string
  readonly default?: string
  readonly about: string
}

/** One run of a command, as it was asked for. */
export interface Invocation {
  readonly values: Values
  /** What stands on the command line beside the options, in its order. */
  readonly words: readonly string[]
  readonly terminal: Terminal
}

/** One command of the CLI. Its help is made of this. */
export interface Command {
  readonly name: string
  /** One line for the overview. */
  readonly summary: string
  /** The ways it is called, without the program's name. */
  readonly usage: readonly string[]
  /** What to know before using it, as lines. */
  readonly details: readonly string[]
  readonly options: Readonly<Record<string, Option>>
  /** Without the program's name. */
  readonly examples: readonly string[]
  /** Whether it takes words beside its options. */
  readonly takesWords: boolean
  /** The exit code. Throws `UsageError`, or `Problems` when the deployment cannot be opened. */
  run(invocation: Invocation): Promise<number>
}

export const CONFIG_OPTION = {
  value: 'FILE',
  short: 'c',
  default: 'config/toolcrib.yaml',
  about: 'the deployment',
} as const satisfies Option

export const JSON_OPTION = { about: 'print JSON instead of text' } as const satisfies Option

export function textOf(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}
