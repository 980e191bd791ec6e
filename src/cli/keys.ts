import type { Config } from '../config/config.ts'
import type { KeyStore } from '../kernel/api-key.ts'
import { nearest } from '../kernel/nearest.ts'
import { changeEntry } from '../open-records.ts'
import { addKey, keyIdIn } from '../policy/api-keys.ts'
import { systemClock } from '../system-clock.ts'
import { clientNamed, sayClients } from './choose-client.ts'
import { CONFIG_OPTION, JSON_OPTION, type Command, type Invocation } from './command.ts'
import { configFile, readConfig, withStores } from './deployment.ts'
import { runHint } from './program.ts'
import { operator } from './stop-writes.ts'
import { table } from './table.ts'
import { note, painter, print, printJson } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { withJournal } from './with-journal.ts'

/** What one of the subcommands works with. */
interface Desk extends Invocation {
  readonly config: Config
  readonly store: KeyStore
  /** The word behind the subcommand. */
  readonly word: string | undefined
}

/** Makes, lists and revokes the clients' keys. */
export const keys: Command = {
  name: 'keys',
  summary: "make, list and revoke the clients' keys",
  usage: ['keys add CLIENT', 'keys list [--json]', 'keys revoke ID'],
  details: [
    'A key is printed once, alone on stdout, and kept only as a hash. A client may have several, so',
    'that one can be replaced without a gap. A running server takes a new key, and refuses a revoked',
    'one, from the next call on.',
  ],
  options: { config: CONFIG_OPTION, json: JSON_OPTION },
  examples: ['keys add voice', 'keys list', 'keys revoke 4v8k2m1q'],
  takesWords: true,
  async run(invocation) {
    const [verb = '', word, ...more] = invocation.words
    const act = ACTS.get(verb)
    if (!act || more.length > 0) throw new UsageError(sayVerbs(verb, more))
    const config = await readConfig(invocation.values)
    const change = withStores(config, (stores) =>
      act({ ...invocation, config, store: stores.keys, word }),
    )
    // Afterwards: a ledger that cannot write must not keep a lost key from being revoked.
    if (change !== undefined)
      await withJournal(config, ({ journal }) =>
        journal.append([
          changeEntry(systemClock.now(), { what: 'keys', to: change, by: operator() }),
        ]),
      )
    return 0
  },
}

/** Each answers what it has changed, for the record. */
const ACTS: ReadonlyMap<string, (desk: Desk) => string | undefined> = new Map([
  ['add', add],
  ['list', list],
  ['revoke', revoke],
])

function sayVerbs(verb: string, more: readonly string[]): string {
  if (more.length > 0) return `"${more[0]}" is one word too many.`
  const likely = nearest(verb, ACTS.keys())
  if (likely !== undefined) return `There is no "keys ${verb}". Did you mean "keys ${likely}"?`
  return 'Say what to do: keys add CLIENT, keys list or keys revoke ID.'
}

function add({ config, store, word, values, terminal }: Desk): string {
  if (word === undefined) throw new UsageError(`Say whose key. ${sayClients(config)}`)
  const client = clientNamed(word, config).name
  const key = addKey(store, 'tck', client, systemClock.now())
  const id = keyIdIn(key)
  if (values['json']) printJson(terminal, { id, client, key })
  else print(terminal, key)
  note(
    terminal,
    `This key lets in whoever has it as "${client}". It is shown only now, so keep it where secrets are kept.\n` +
      `To end it: ${runHint(`keys revoke ${id}`, configFile(values))}`,
  )
  return `added ${id} for ${client}`
}

function list({ store, word, values, terminal, config }: Desk): undefined {
  if (word !== undefined) throw new UsageError(`"${word}" is one word too many.`)
  const all = store.list().map(({ id, holder: client, createdAtMs, revokedAtMs }) => ({
    id,
    client,
    created: isoTime(createdAtMs),
    revoked: revokedAtMs === undefined ? null : isoTime(revokedAtMs),
  }))
  if (values['json']) printJson(terminal, all)
  else if (all.length === 0)
    note(
      terminal,
      `No keys yet. To make one: ${runHint(`keys add ${config.clients[0]?.name}`, configFile(values))}`,
    )
  else {
    const rows = all.map(({ id, client, created, revoked }) => [id, client, created, revoked ?? ''])
    print(terminal, table(['ID', 'CLIENT', 'CREATED', 'REVOKED'], rows, painter(terminal.out)))
  }
}

function revoke({ store, word, values, terminal }: Desk): string | undefined {
  if (word === undefined) throw new UsageError('Say which key, by its id. See: keys list')
  const id = keyIdIn(word)
  const known = store.list()
  const key = known.find((one) => one.id === id)
  if (!key) {
    const likely = nearest(
      id,
      known.map((one) => one.id),
    )
    throw new UsageError(
      `There is no key "${id}". ${likely ? `Did you mean "${likely}"?` : 'keys list shows them all.'}`,
    )
  }
  const isNews = store.revoke(id, systemClock.now())
  if (values['json']) printJson(terminal, { id, client: key.holder, revoked: true })
  else print(terminal, `Key ${id} of ${key.holder} ${isNews ? 'is' : 'was already'} revoked.`)
  return isNews ? `revoked ${id} of ${key.holder}` : undefined
}

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z')
}
