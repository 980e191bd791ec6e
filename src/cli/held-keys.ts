import type { Config } from '../config/config.ts'
import type { KeyStore } from '../kernel/api-key.ts'
import { nearest } from '../kernel/nearest.ts'
import { changeEntry } from '../open-records.ts'
import { addKey, keyIdIn, type KeyKind } from '../policy/api-keys.ts'
import type { Stores } from '../store/ports.ts'
import { systemClock } from '../system-clock.ts'
import type { Invocation } from './command.ts'
import { configFile, readConfig, withStores } from './deployment.ts'
import { runHint } from './program.ts'
import { operator } from './stop-writes.ts'
import { table } from './table.ts'
import { note, painter, print, printJson } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { withJournal } from './with-journal.ts'

/** One kind of key, and the words for it. */
export interface KeyKeeping {
  /** The command. */
  readonly command: 'keys' | 'operators'
  readonly kind: KeyKind
  /** What whoever holds one is called, as a field and as a column. */
  readonly holder: 'client' | 'operator'
  readonly storeOf: (stores: Stores) => KeyStore
  /** The name as the config has it. Throws `UsageError` for one that is not there. */
  readonly nameIn: (config: Config, word: string) => string
  /** Completes "Say whose key.". */
  readonly sayNames: (config: Config) => string
  /** What a key is good for, said when it is shown. */
  readonly sayAdded: (name: string) => string
}

/** What one of the subcommands works with. */
interface Desk extends Invocation {
  readonly config: Config
  readonly store: KeyStore
  readonly keeping: KeyKeeping
  /** The word behind the subcommand. */
  readonly word: string | undefined
}

/** Makes, lists, replaces and revokes keys of one kind. */
export async function keepKeys(keeping: KeyKeeping, invocation: Invocation): Promise<number> {
  const [verb = '', word, ...more] = invocation.words
  const act = ACTS.get(verb)
  if (!act || more.length > 0) throw new UsageError(sayVerbs(keeping, verb, more))
  const config = await readConfig(invocation.values)
  const change = withStores(config, (stores) =>
    act({ ...invocation, config, store: keeping.storeOf(stores), keeping, word }),
  )
  // Afterwards: a ledger that cannot write must not keep a lost key from being revoked.
  if (change !== undefined)
    await withJournal(config, ({ journal }) =>
      journal.append([
        changeEntry(systemClock.now(), { what: 'keys', to: change, by: operator() }),
      ]),
    )
  return 0
}

/** Each answers what it has changed, for the record. */
const ACTS: ReadonlyMap<string, (desk: Desk) => string | undefined> = new Map([
  ['add', add],
  ['list', list],
  ['rotate', rotate],
  ['revoke', revoke],
])

function sayVerbs({ command, holder }: KeyKeeping, verb: string, more: readonly string[]): string {
  if (more.length > 0) return `"${more[0]}" is one word too many.`
  const likely = nearest(verb, ACTS.keys())
  if (likely !== undefined)
    return `There is no "${command} ${verb}". Did you mean "${command} ${likely}"?`
  const name = holder.toUpperCase()
  return `Say what to do: ${command} add ${name}, ${command} list, ${command} rotate ${name} or ${command} revoke ID.`
}

function add(desk: Desk): string {
  const name = namedIn(desk)
  return show(desk, name, addKey(desk.store, desk.keeping.kind, name, systemClock.now()))
}

/** A new key, and the end of all that this one had before: in this order, so that a failure locks nobody out. */
function rotate(desk: Desk): string {
  const { store, keeping } = desk
  const name = namedIn(desk)
  const nowMs = systemClock.now()
  const old = store
    .list()
    .filter(({ holder, revokedAtMs }) => holder === name && revokedAtMs === undefined)
  const key = addKey(store, keeping.kind, name, nowMs)
  for (const { id } of old) store.revoke(id, nowMs)
  const ended = old.map(({ id }) => id).join(', ') || 'none'
  return `${show(desk, name, key)}, in place of ${ended}`
}

function namedIn({ config, word, keeping }: Desk): string {
  if (word === undefined) throw new UsageError(`Say whose key. ${keeping.sayNames(config)}`)
  return keeping.nameIn(config, word)
}

function show({ values, terminal, keeping }: Desk, name: string, key: string): string {
  const { command, holder, sayAdded } = keeping
  const id = keyIdIn(key)
  if (values['json']) printJson(terminal, { id, [holder]: name, key })
  else print(terminal, key)
  note(
    terminal,
    `${sayAdded(name)} It is shown only now, so keep it where secrets are kept.\n` +
      `To end it: ${runHint(`${command} revoke ${id}`, configFile(values))}`,
  )
  return `added ${id} for ${holder === 'client' ? '' : `${holder} `}${name}`
}

function list({ store, word, values, terminal, config, keeping }: Desk): undefined {
  if (word !== undefined) throw new UsageError(`"${word}" is one word too many.`)
  const { command, holder } = keeping
  const all = store.list().map((key) => ({
    id: key.id,
    [holder]: key.holder,
    created: isoTime(key.createdAtMs),
    revoked: key.revokedAtMs === undefined ? null : isoTime(key.revokedAtMs),
  }))
  if (values['json']) printJson(terminal, all)
  else if (all.length === 0) {
    const [first] = command === 'keys' ? config.clients : config.operators
    const hint = runHint(
      `${command} add ${first?.name ?? holder.toUpperCase()}`,
      configFile(values),
    )
    note(terminal, `No keys yet. To make one: ${hint}`)
  } else {
    const rows = all.map((key) => [key.id, String(key[holder]), key.created, key.revoked ?? ''])
    const head = ['ID', holder.toUpperCase(), 'CREATED', 'REVOKED']
    print(terminal, table(head, rows, painter(terminal.out)))
  }
}

function revoke({ store, word, values, terminal, keeping }: Desk): string | undefined {
  const { command, holder } = keeping
  if (word === undefined) throw new UsageError(`Say which key, by its id. See: ${command} list`)
  const id = keyIdIn(word)
  const known = store.list()
  const key = known.find((one) => one.id === id)
  if (!key) {
    const ids = known.map((one) => one.id)
    const likely = nearest(id, ids)
    throw new UsageError(
      `There is no key "${id}". ${likely ? `Did you mean "${likely}"?` : `${command} list shows them all.`}`,
    )
  }
  const isNews = store.revoke(id, systemClock.now())
  if (values['json']) printJson(terminal, { id, [holder]: key.holder, revoked: true })
  else print(terminal, `Key ${id} of ${key.holder} ${isNews ? 'is' : 'was already'} revoked.`)
  return isNews ? `revoked ${id} of ${key.holder}` : undefined
}

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z')
}
