import { readFileSync } from 'node:fs'

import { nearest } from '../kernel/nearest.ts'
import { decideOn } from './approvals-decide.ts'
import { list, show, watch } from './approvals-look.ts'
import { CONFIG_OPTION, JSON_OPTION, textOf, type Command, type Invocation } from './command.ts'
import { readConfig } from './deployment.ts'
import { localDesk } from './local-desk.ts'
import type { OperatorDesk } from './operator-desk.ts'
import { remoteDesk } from './remote-desk.ts'
import { UsageError } from './usage-error.ts'

interface Act {
  readonly run: (desk: OperatorDesk, invocation: Invocation) => Promise<number>
  /** The options that mean something to it, beside those that say where and who. */
  readonly takes: readonly string[]
}

const ACTS: ReadonlyMap<string, Act> = new Map([
  ['list', { run: list, takes: ['all', 'before', 'json'] }],
  ['show', { run: show, takes: ['json'] }],
  ['approve', { run: decideOn('approve'), takes: ['seen', 'json'] }],
  ['deny', { run: decideOn('deny'), takes: ['seen', 'reason', 'json'] }],
  ['watch', { run: watch, takes: ['json', 'for'] }],
])

const WHO = new Set(['config', 'server', 'token-file'])

/** Where operators decide. */
export const approvals: Command = {
  name: 'approvals',
  summary: 'look at the tickets that wait for an operator, and decide on them',
  usage: [
    'approvals list [--all] [--before TICKET] [--json]',
    'approvals show TICKET [--json]',
    'approvals approve TICKET [--seen CODE] [--json]',
    'approvals deny TICKET --reason TEXT [--seen CODE] [--json]',
    'approvals watch [--json]',
  ],
  details: [
    'An operator shows who they are by a token (see operators), in TOOLCRIB_OPERATOR_TOKEN or in a file',
    'that --token-file names; never as an argument, which others could read. With --server, or',
    'TOOLCRIB_SERVER, the tickets are those of a server elsewhere, by its server.admin address; else',
    'those of the config on this machine, whether its server runs or not.',
    'A decision says what it was made on: --seen is the last line of show. On a terminal the ticket is',
    'shown first, and its number has to be typed. A denial is final, and its reason is told the caller.',
    'It exits with 5 when nothing was decided.',
  ],
  options: {
    config: CONFIG_OPTION,
    server: { value: 'URL', about: 'the admin address of a server elsewhere' },
    'token-file': { value: 'FILE', about: 'the file that holds the token' },
    all: { about: 'also tickets that have come to their end' },
    before: { value: 'TICKET', about: 'only tickets before this one' },
    seen: { value: 'CODE', about: 'what show said last' },
    reason: { value: 'TEXT', about: 'why not, for the caller' },
    for: { value: 'SECONDS', about: 'how long to watch; without it until it is stopped' },
    json: JSON_OPTION,
  },
  examples: [
    'approvals list',
    'approvals show A-207',
    'approvals approve A-207 --seen 3f2a9c01d4b7',
    'approvals watch --server https://desk.example.com:8081',
  ],
  takesWords: true,
  async run(invocation) {
    const { values } = invocation
    const [verb = '', ...words] = invocation.words
    const act = ACTS.get(verb)
    if (!act) throw new UsageError(sayVerbs(verb))
    // An option without a meaning here would be a wish that nobody hears.
    const idle = Object.keys(values).find((name) => !WHO.has(name) && !act.takes.includes(name))
    if (idle !== undefined) throw new UsageError(`--${idle} does not go with "approvals ${verb}".`)
    const desk = await deskFor(invocation)
    try {
      return await act.run(desk, { ...invocation, words })
    } finally {
      await desk.close()
    }
  },
}

function sayVerbs(verb: string): string {
  const likely = nearest(verb, ACTS.keys())
  if (likely !== undefined)
    return `There is no "approvals ${verb}". Did you mean "approvals ${likely}"?`
  return 'Say what to do: approvals list, show, approve, deny or watch.'
}

async function deskFor({ values }: Invocation): Promise<OperatorDesk> {
  const token = tokenFrom(textOf(values, 'token-file'))
  const server = textOf(values, 'server') ?? process.env['TOOLCRIB_SERVER']
  return server === undefined || server === ''
    ? localDesk(await readConfig(values), token)
    : remoteDesk(server, token)
}

function tokenFrom(file: string | undefined): string {
  if (file === undefined) {
    const token = process.env['TOOLCRIB_OPERATOR_TOKEN']?.trim()
    if (token) return token
    throw new UsageError(
      'Say who you are: put your token into TOOLCRIB_OPERATOR_TOKEN, or name its file with --token-file.',
    )
  }
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new UsageError(`${file} cannot be read (${code}).`)
  }
}
