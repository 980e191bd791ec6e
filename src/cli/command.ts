import type { ParseArgsConfig } from 'node:util'

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** One command of the CLI. */
export interface Command {
  readonly name: string
  /** One line for the overview. */
  readonly summary: string
  /** How it is called, without the program's name. */
  readonly usage: string
  readonly options: NonNullable<ParseArgsConfig['options']>
  /** What each option means, by its name. */
  readonly explains: Readonly<Record<string, string>>
  /** The exit code. Throws `Problems` when the deployment cannot be opened. */
  run(values: Values, positionals: readonly string[]): Promise<number>
}

/** Options that every command which opens a deployment has. */
export const DEPLOYMENT_OPTIONS = {
  config: { type: 'string', short: 'c', default: 'config/toolcrib.yaml' },
} as const

export const DEPLOYMENT_EXPLAINS = {
  config: 'the deployment (default config/toolcrib.yaml)',
} as const

export function textOf(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}
