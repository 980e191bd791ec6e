import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { serveAdmin } from '../src/admin/serve.ts'
import { openApp } from '../src/app.ts'
import { clientsOf } from '../src/config/clients.ts'
import type { Config } from '../src/config/config.ts'
import { digestOf } from '../src/kernel/canonical-json.ts'
import type { Journal } from '../src/kernel/journal.ts'
import type { NewTicket } from '../src/kernel/ticket-book.ts'
import { addKey } from '../src/policy/api-keys.ts'
import { policyVersionOf } from '../src/policy/policy-version.ts'
import { toolDigest } from '../src/policy/tool-digest.ts'
import { databaseFile } from '../src/store/places.ts'
import { sqliteStores } from '../src/store/sqlite/stores.ts'
import { openTicketEvents } from '../src/store/sqlite/ticket-events.ts'
import { systemClock } from '../src/system-clock.ts'
import { loneConfig } from '../test/support/lone-config.ts'
import { ARGUMENTS, benchShop } from './shop.ts'

const CLIENTS = Array.from({ length: 10 }, (_, at) => `client${at}`)

/** `all` and `too` may decide on everything, `one` on what one client of ten asks for. */
export type OperatorName = 'all' | 'too' | 'one'

/** Operators' API over real HTTP, and the journal of another process of the same deployment. */
export interface ApprovalsHouse {
  /** Has another client each time ask for something in a conversation of its own. Answers the number, such as A-207. */
  ask(): Promise<string>
  get(operator: OperatorName, path: string): Promise<unknown>
  /** What an operator has to say of the ticket to decide on it. */
  seen(number: string): string
  approve(number: string, seen: string): Promise<void>
  /** Calls back at each event, with its number. Resolves when it is open. */
  watch(operator: OperatorName, heard: (number: string) => void): Promise<void>
  close(): Promise<void>
}

/** A house in which so many tickets are pending. */
export async function approvalsHouse(pending: number): Promise<ApprovalsHouse> {
  const dir = mkdtempSync(join(tmpdir(), 'toolcrib-bench-'))
  const config = configIn(dir)
  const parts = { config, clock: systemClock, recordCall: () => {}, inThread: true }
  const app = await openApp(parts)
  let journal: Journal | undefined
  const other = await openApp({ ...parts, aroundJournal: (opened) => (journal = opened) })
  const file = databaseFile(dir)
  const stores = sqliteStores(file, systemClock)
  const tokenOf = (name: OperatorName) => addKey(stores.operatorKeys, 'tco', name, 0)
  const tokens = { all: tokenOf('all'), too: tokenOf('too'), one: tokenOf('one') }
  const admin = await serveAdmin({
    host: '127.0.0.1',
    port: 0,
    allowedHosts: [],
    allowedOrigins: [],
    desk: app.desk,
    operatorFor: app.operatorFor,
    events: openTicketEvents(file),
    clock: systemClock,
    version: '0.0.0',
    onRefused: () => {},
    onTrouble: (error) => process.stderr.write(`${error.message}\n`),
  })
  const send = async (operator: OperatorName, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${admin.url}${path}`, {
      headers: { authorization: `Bearer ${tokens[operator]}`, 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  let asked = 0
  const ask = async (): Promise<string> => {
    const verdict = await journal?.ask(newTicket(config, (asked += 1)), LIMITS)
    if (verdict?.kind !== 'asked') throw new Error(`A ticket was not asked for: ${verdict?.kind}`)
    return `A-${verdict.number}`
  }
  const gone = new AbortController()
  for (let at = 0; at < pending; at += 1) await ask()
  return {
    ask,
    get: send,
    seen(number) {
      const operator = app.operatorFor(tokens.all)
      return (operator && app.desk.show(operator, Number(number.slice(2))))?.seen ?? ''
    },
    async approve(number, seen) {
      await send('all', `/v1/tickets/${number}/decision`, { verdict: 'approve', seen })
    },
    async watch(operator, heard) {
      const response = await fetch(`${admin.url}/v1/events`, {
        headers: { authorization: `Bearer ${tokens[operator]}` },
        signal: gone.signal,
      })
      if (!response.ok) throw new Error(`A stream was not opened: ${response.status}`)
      void hearing(response, heard).catch(() => {})
    },
    async close() {
      gone.abort()
      await admin.close()
      await Promise.all([app.close(), other.close()])
      stores.close()
      rmSync(dir, { recursive: true })
    },
  }
}

const LIMITS = { mostPending: 10_000, quietMs: 0 }
const HOUR_MS = 3_600_000

function configIn(dir: string): Config {
  const clients = CLIENTS.map((name) => ({ name, profile: 'full', confirmAfterMs: 0 }) as const)
  const operator = (name: OperatorName, of: string) => ({
    name,
    title: name,
    persons: [name],
    clients: [of],
    tools: ['*'],
    highestTier: 'privileged' as const,
  })
  return {
    ...loneConfig(benchShop(), dir, clients),
    operators: [operator('all', '*'), operator('too', '*'), operator('one', 'client0')],
  }
}

function newTicket(config: Config, at: number): NewTicket {
  const client = CLIENTS[at % CLIENTS.length] ?? ''
  const conversation = `${client}/room-${at}`
  const tool = config.modules.flatMap(({ module }) => module.tools).at(-1)
  if (!tool) throw new Error('The bench has lost its tool.')
  const nowMs = systemClock.now()
  return {
    id: digestOf({ at, nowMs }).slice(0, 32),
    asker: { client, handle: `room-${at}`, toolset: null, tools: null },
    persons: [client],
    user: null,
    conversation,
    tool: tool.name,
    title: tool.name,
    tier: 'write',
    rule: 'rule bench',
    request: digestOf({ conversation, at }),
    binding: digestOf({ at }),
    policyVersion: policyVersionOf(clientsOf(config), config.rules, config.approvals),
    toolDigest: toolDigest(tool),
    key: null,
    sent: ARGUMENTS,
    arguments: ARGUMENTS,
    resolved: { table: 'window-1' },
    readBack: `Order, number ${at}`,
    operatorsNeeded: 1,
    onApproval: 'wait',
    askedAtMs: nowMs,
    approveByMs: nowMs + HOUR_MS,
    executeWithinMs: HOUR_MS,
  }
}

async function hearing(response: Response, heard: (number: string) => void): Promise<void> {
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const number = /"number":"(A-\d+)"/.exec(block)?.[1]
      if (number !== undefined) heard(number)
    }
  }
}
