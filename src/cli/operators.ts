import type { Config } from '../config/config.ts'
import { suggest } from '../config/suggest.ts'
import { CONFIG_OPTION, JSON_OPTION, type Command } from './command.ts'
import { keepKeys } from './held-keys.ts'
import { UsageError } from './usage-error.ts'

/** Makes, lists, replaces and revokes the operators' tokens. */
export const operators: Command = {
  name: 'operators',
  summary: "make, list, replace and revoke the operators' tokens",
  usage: [
    'operators add OPERATOR',
    'operators list [--json]',
    'operators rotate OPERATOR',
    'operators revoke ID',
  ],
  details: [
    'An operator decides on tickets: see approvals. Who is one, and on what they may decide, is in the',
    'config under operators; a token is how they show who they are. It is printed once, alone on',
    'stdout, and kept only as a hash. It is no key: no client gets in with it. rotate makes a new one',
    'and ends all others of that operator at once.',
  ],
  options: { config: CONFIG_OPTION, json: JSON_OPTION },
  examples: ['operators add duty', 'operators list', 'operators rotate duty'],
  takesWords: true,
  run: (invocation) =>
    keepKeys(
      {
        command: 'operators',
        kind: 'tco',
        holder: 'operator',
        storeOf: (stores) => stores.operatorKeys,
        nameIn,
        sayNames: (config) =>
          suggest('', namesIn(config), 'The operators are') + (hasNone(config) ? HOW : ''),
        sayAdded: (name) => `Whoever has this token decides as "${name}".`,
      },
      invocation,
    ),
}

const HOW = ' Name one under operators in the config.'

function nameIn(config: Config, word: string): string {
  const names = namesIn(config)
  if (names.includes(word)) return word
  const way = hasNone(config) ? `There are none.${HOW}` : suggest(word, names, 'The operators are')
  throw new UsageError(`There is no operator "${word}". ${way}`)
}

function namesIn({ operators: all }: Config): readonly string[] {
  return all.map(({ name }) => name)
}

function hasNone({ operators: all }: Config): boolean {
  return all.length === 0
}
