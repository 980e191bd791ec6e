import type { Config } from '../config/config.ts'
import { suggest } from '../config/suggest.ts'
import { nearest } from '../kernel/nearest.ts'
import type { Delivery, DeliveryStore } from '../kernel/webhook.ts'
import { postByHttp } from '../notify/webhooks/post.ts'
import { signed } from '../notify/webhooks/sign.ts'
import { databaseFile } from '../store/places.ts'
import { openDeliveries } from '../store/sqlite/deliveries.ts'
import { systemClock } from '../system-clock.ts'
import { CONFIG_OPTION, JSON_OPTION, type Command, type Invocation } from './command.ts'
import { counted } from './counted.ts'
import { configFile, readConfig } from './deployment.ts'
import { runHint } from './program.ts'
import { table } from './table.ts'
import { note, painter, print, printJson } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** What became of what webhooks were told. */
export const webhooks: Command = {
  name: 'webhooks',
  summary: 'see what webhooks were told, and send dead letters once more',
  usage: [
    'webhooks list [--dead] [--json]',
    'webhooks resend ID|--all-dead [--json]',
    'webhooks test NAME [--json]',
  ],
  details: [
    'A message that no receiver took for about a day is a dead letter, and kept for 30 days. resend has',
    'the server send it again, under the id it had. test sends a message of type "test" at once, and',
    'says what came of it. Webhooks are in the config; see docs/webhooks.md for how to check a signature.',
  ],
  options: {
    config: CONFIG_OPTION,
    dead: { about: 'list the dead letters, newest first' },
    'all-dead': { about: 'send all of them' },
    json: JSON_OPTION,
  },
  examples: ['webhooks list', 'webhooks resend team-1042', 'webhooks test team'],
  takesWords: true,
  async run(invocation) {
    const [verb = 'list', ...words] = invocation.words
    const act = ACTS.get(verb)
    if (!act) {
      const likely = nearest(verb, ACTS.keys())
      throw new UsageError(
        likely
          ? `There is no "webhooks ${verb}". Did you mean "webhooks ${likely}"?`
          : 'Say what to do: webhooks list, resend or test.',
      )
    }
    return act(await readConfig(invocation.values), { ...invocation, words })
  },
}

type Act = (config: Config, invocation: Invocation) => Promise<number>

const ACTS: ReadonlyMap<string, Act> = new Map([
  ['list', list],
  ['resend', resend],
  ['test', test],
])

function withDeliveries<T>({ server }: Config, use: (store: DeliveryStore) => T): T {
  const store = openDeliveries(databaseFile(server.dataDir))
  try {
    return use(store)
  } finally {
    store.close()
  }
}

async function list(config: Config, { values, words, terminal }: Invocation): Promise<number> {
  if (words.length > 0) throw new UsageError(`"${words[0]}" is one word too many.`)
  if (values['dead']) {
    const dead = withDeliveries(config, (store) => store.dead())
    if (values['json']) printJson(terminal, dead.map(dataOf))
    else if (dead.length === 0) print(terminal, 'There are no dead letters.')
    else print(terminal, deadTable(dead, painter(terminal.out)))
    return 0
  }
  const counts = withDeliveries(config, (store) => store.counts())
  const all = config.webhooks.map(({ name, url }) => {
    const known = counts.find(({ webhook }) => webhook === name)
    const { pending = 0, delivered = 0, dead = 0, error = null } = known ?? {}
    // What stands behind the host can be a secret of its own.
    return { webhook: name, host: new URL(url).host, pending, delivered, dead, error }
  })
  if (values['json']) printJson(terminal, all)
  else if (all.length === 0) print(terminal, 'The config has no webhooks.')
  else {
    const rows = all.map(({ webhook, host, pending, delivered, dead, error }) => [
      webhook,
      host,
      pending,
      delivered,
      dead,
      error ?? '',
    ])
    const head = ['WEBHOOK', 'HOST', 'PENDING', 'DELIVERED', 'DEAD', 'LAST ERROR']
    print(terminal, table(head, rows, painter(terminal.out)))
    if (all.some(({ dead }) => dead > 0))
      note(terminal, `\nThe dead letters: ${runHint('webhooks list --dead', configFile(values))}`)
  }
  return 0
}

function dataOf({ id, webhook, type, tries, createdAtMs, error }: Delivery) {
  return { id, webhook, type, created: new Date(createdAtMs).toISOString(), tries, error }
}

function deadTable(dead: readonly Delivery[], paint: ReturnType<typeof painter>): string {
  const rows = dead.map((each) => {
    const { id, webhook, type, created, tries, error } = dataOf(each)
    return [id, webhook, type, created, tries, error ?? '']
  })
  return table(['ID', 'WEBHOOK', 'TYPE', 'CREATED', 'TRIES', 'ERROR'], rows, paint)
}

async function resend(config: Config, { values, words, terminal }: Invocation): Promise<number> {
  const [id, ...more] = words
  const isAll = values['all-dead'] === true
  if (more.length > 0 || (id === undefined) !== isAll)
    throw new UsageError('Say which, by its id, or --all-dead. See: webhooks list --dead')
  const count = withDeliveries(config, (store) => store.revive(id, systemClock.now()))
  if (id !== undefined && count === 0)
    throw new UsageError(`There is no dead letter "${id}". See: webhooks list --dead`)
  if (values['json']) printJson(terminal, { resent: count })
  else print(terminal, `${counted(count, 'message')} will be sent again by the server that runs.`)
  return 0
}

async function test(config: Config, { values, words, terminal }: Invocation): Promise<number> {
  const [name, ...more] = words
  const webhook = config.webhooks.find((each) => each.name === name)
  if (!webhook || more.length > 0) {
    const names = config.webhooks.map((each) => each.name)
    throw new UsageError(
      name === undefined || more.length > 0
        ? `Say which webhook. ${suggest('', names, 'The webhooks are')}`
        : `There is no webhook "${name}". ${suggest(name, names, 'The webhooks are')}`,
    )
  }
  const nowMs = systemClock.now()
  const id = `${webhook.name}-test-${nowMs}`
  const body = JSON.stringify({ type: 'test', timestamp: new Date(nowMs).toISOString(), data: {} })
  const secret = config.webhookSecretOf(webhook.name) ?? ''
  const posted = await postByHttp(webhook.url, { ...signed({ id, body }, secret, nowMs) }, body)
  if (values['json']) printJson(terminal, { id, ...posted })
  else if (posted.ok) print(terminal, `${webhook.name} has taken the message ${id}.`)
  else note(terminal, `${webhook.name} has not taken the message ${id}: ${posted.why}.`)
  return posted.ok ? 0 : 1
}
