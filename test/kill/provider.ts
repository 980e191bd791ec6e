import Sqlite from 'better-sqlite3'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'

/**
 * The provider, a process of its own that is never killed: it does what it is asked, and notes each request. In mode
 * `keys` it does nothing again under a key that it knows. When a request comes in, it looks into the house's books
 * itself, to see whether the intent is on record before there is an effect.
 */

/** One request, and what came of it. */
export interface Effect {
  readonly call: string
  readonly key: string
  readonly order: string
  /** False when the provider knew the key, and only answered. */
  performed: boolean
  /** What another process saw in the house's database when the request came in. */
  readonly hadIntent: boolean
  readonly operationState: string | null
}

const [mode = '', databaseFile = '', slowMs = '0'] = process.argv.slice(2)
const effects: Effect[] = []
const known = new Set<string>()

const server = createServer((request, response) => {
  void (async () => {
    if (request.url === '/log') {
      response.end(JSON.stringify(effects))
      return
    }
    const asked: Pick<Effect, 'call' | 'key' | 'order'> = JSON.parse(await text(request))
    const effect: Effect = { ...asked, ...inTheBooks(asked), performed: false }
    effects.push(effect)
    await dawdle()
    effect.performed = !(mode === 'keys' && known.has(asked.key))
    known.add(asked.key)
    await dawdle()
    response.end('done')
  })()
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' && address ? address.port : 0)
})
process.once('disconnect', () => process.exit(0))

function inTheBooks({ call, key }: Pick<Effect, 'call' | 'key'>) {
  const database = new Sqlite(databaseFile, { timeout: 2_000 })
  try {
    const intent = database.prepare(`SELECT 1 FROM ledger WHERE call = ? AND kind = 'call'`)
    const state = database
      .prepare<[string], string>('SELECT state FROM operations WHERE operation_key = ?')
      .pluck()
    return { hadIntent: intent.get(call) !== undefined, operationState: state.get(key) ?? null }
  } finally {
    database.close()
  }
}

/** So that a kill can come before the effect, and between it and its answer. */
async function dawdle(): Promise<void> {
  const forMs = Number(slowMs) * Math.random()
  if (forMs > 0) await setTimeout(forMs)
}
