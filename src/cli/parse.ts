import { parseArgs, type ParseArgsConfig } from 'node:util'

import { nearest } from '../kernel/nearest.ts'
import type { Command, Invocation, Option } from './command.ts'
import { UsageError } from './usage-error.ts'

/** Reads a command's arguments. Throws `UsageError` for what the command does not know. */
export function parse(
  { options, takesWords }: Command,
  args: readonly string[],
): Omit<Invocation, 'terminal'> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: Object.fromEntries(
        Object.entries(options).map(([name, option]) => [name, asNodeWantsIt(option)]),
      ),
      allowPositionals: takesWords,
    })
    return { values, words: positionals }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new UsageError(sayAmiss(error.message, Object.keys(options)))
  }
}

function asNodeWantsIt(option: Option): NonNullable<ParseArgsConfig['options']>[string] {
  return {
    type: option.value === undefined ? 'boolean' : 'string',
    ...(option.short !== undefined && { short: option.short }),
    ...(option.default !== undefined && { default: option.default }),
  }
}

/** Node's first sentence is good; what follows it is about Node's own API. */
function sayAmiss(message: string, names: readonly string[]): string {
  const [first = ''] = message.split(/\. |\n/)
  const unknown = /^Unknown option '--([^']*)'/.exec(first)?.[1]
  const likely = unknown === undefined ? undefined : nearest(unknown, names)
  const sentence = first.endsWith('.') ? first : `${first}.`
  return likely === undefined ? sentence : `${sentence} Did you mean --${likely}?`
}
