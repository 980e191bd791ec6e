import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import * as z from 'zod'

import { openApi } from '../../src/admin/openapi.ts'
import { ROUTES } from '../../src/admin/routes.ts'
import { serveAdmin, type AdminServer } from '../../src/admin/serve.ts'
import type { ApprovalDesk } from '../../src/approvals/desk.ts'
import { addKey, keyIdIn } from '../../src/policy/api-keys.ts'
import { databaseFile } from '../../src/store/places.ts'
import { sqliteStores } from '../../src/store/sqlite/stores.ts'
import { openTicketEvents } from '../../src/store/sqlite/ticket-events.ts'
import { openBank, type BankSetting, type OpenBank } from './open-bank.ts'

/**
 * `dora` may decide on everything, `eve` on purchases only, `fred` on what the desk asks for, `mild` on what can be
 * called back, and `ada` is the voice's own person.
 */
export const APPROVED_BANK = `
server: { port: 0, demo: true, dataDir: data }
modules: { bank: {} }
rules:
  orders: { tools: [bank_order, bank_buy, bank_send], gate: approval }
clients:
  voice: { profile: voice, tools: { include: ['*'] }, highestTier: irreversible, user: { id: u-ada, name: Ada } }
  desk: { profile: full, tools: { include: ['*'] }, highestTier: irreversible }
operators:
  dora: { title: Dora, tools: ['*'] }
  nora: { tools: ['*'] }
  eve: { tools: [bank_buy] }
  fred: { tools: ['*'], clients: [desk] }
  mild: { tools: ['*'], highestTier: write }
  ada: { tools: ['*'], person: u-ada }
  ola: { tools: ['*'] }
  pia: { tools: ['*'] }
  quin: { tools: ['*'] }
  rosa: { tools: ['*'] }
  sam: { tools: ['*'] }
approvals: { pendingPerClient: 1000, tools: { bank_send: { operators: 2 } } }
`

export const OPERATORS = [
  'dora',
  'nora',
  'eve',
  'fred',
  'mild',
  'ada',
  'ola',
  'pia',
  'quin',
  'rosa',
  'sam',
] as const
export type OperatorName = (typeof OPERATORS)[number]

export interface Answered {
  readonly status: number
  readonly body: unknown
  readonly headers: Headers
}

export interface ServedAdmin extends Omit<OpenBank, 'decide'> {
  readonly admin: AdminServer
  readonly port: number
  readonly tokens: Readonly<Record<OperatorName, string>>
  /** A client's key. */
  readonly clientKey: string
  /** The codes with which somebody was turned away. */
  readonly refused: readonly string[]
  readonly troubles: readonly string[]
  get(operator: OperatorName, path: string): Promise<Answered>
  decide(operator: OperatorName, number: string, ruling: object): Promise<Answered>
  /** What the operator would say of the ticket as seen. */
  seen(operator: OperatorName, number: string): Promise<string>
  /** Has a client ask for something, and answers the ticket's number. */
  ask(client: string, tool?: string, input?: object): Promise<string>
  stream(operator: OperatorName, headers?: Readonly<Record<string, string>>): Promise<Stream>
  revoke(operator: OperatorName): void
}

export interface AdminSetting extends BankSetting {
  readonly aroundDesk?: (desk: ApprovalDesk) => ApprovalDesk
  readonly allowedOrigins?: readonly string[]
}

/** A bank whose operators decide over real HTTP, by a clock that is turned. */
export async function serveBankAdmin(setting: AdminSetting = {}): Promise<ServedAdmin> {
  const { aroundDesk = (desk) => desk, allowedOrigins = [], ...rest } = setting
  const bank = await openBank({ yaml: APPROVED_BANK, ...rest })
  const { app, clock, dir } = bank
  const file = databaseFile(join(dir, 'data'))
  const stores = sqliteStores(file, clock)
  const entries = OPERATORS.map((name) => [name, addKey(stores.operatorKeys, 'tco', name, 0)])
  const tokens: Record<OperatorName, string> = Object.fromEntries(entries)
  const clientKey = addKey(stores.keys, 'tck', 'voice', 0)
  const refused: string[] = []
  const troubles: string[] = []
  const admin = await serveAdmin({
    host: '127.0.0.1',
    port: 0,
    allowedHosts: [],
    allowedOrigins,
    desk: aroundDesk(app.desk),
    operatorFor: app.operatorFor,
    events: openTicketEvents(file),
    clock,
    version: '1.2.3',
    onRefused: ({ code }) => refused.push(code),
    onTrouble: ({ message }) => troubles.push(message),
  })
  onTestFinished(async () => {
    const turning = setInterval(() => clock.turn(1_000), 1)
    await admin.close()
    clearInterval(turning)
    stores.close()
  })
  const send = async (operator: OperatorName, path: string, body?: object): Promise<Answered> => {
    const response = await fetch(`${admin.url}${path}`, {
      headers: {
        authorization: `Bearer ${tokens[operator]}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    })
    const { status, headers } = response
    return { status, body: await response.json(), headers }
  }
  const asked = { last: 0 }
  return {
    ...bank,
    admin,
    port: Number(new URL(admin.url).port),
    tokens,
    clientKey,
    refused,
    troubles,
    get: send,
    decide: (operator, number, ruling) => send(operator, `/v1/tickets/${number}/decision`, ruling),
    seen: async (operator, number) =>
      z.object({ seen: z.string() }).parse((await send(operator, `/v1/tickets/${number}`)).body)
        .seen,
    async ask(client, tool = 'bank_buy', input = { item: `thing ${(asked.last += 1)}` }) {
      const answer = await bank.call(client, tool, input)
      return /A-\d+/.exec(answer.text)?.[0] ?? `no ticket: ${answer.text}`
    },
    stream: async (operator, headers = {}) =>
      openStream(admin.url, { authorization: `Bearer ${tokens[operator]}`, ...headers }),
    revoke: (operator) => void stores.operatorKeys.revoke(keyIdIn(tokens[operator]), clock.now()),
  }
}

/** The document that the server serves. */
export const DOCUMENT = openApi(ROUTES, '1.2.3')

export interface StreamEvent {
  readonly id: string
  readonly event: string
  readonly data: unknown
}

export interface Stream {
  readonly status: number
  readonly headers: Headers
  /** As they have come so far. */
  readonly events: readonly StreamEvent[]
  /** Everything, as it came. */
  text(): string
  hasEnded(): boolean
  close(): void
}

/** An event stream, read by the rules of server-sent events. */
export async function openStream(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<Stream> {
  const gone = new AbortController()
  const response = await fetch(`${url}/v1/events`, { headers, signal: gone.signal })
  onTestFinished(() => gone.abort())
  const events: StreamEvent[] = []
  let text = ''
  let read = 0
  let hasEnded = false
  const reading = async (): Promise<void> => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      for (let end = text.indexOf('\n\n', read); end >= 0; end = text.indexOf('\n\n', read)) {
        const event = eventIn(text.slice(read, end))
        if (event) events.push(event)
        read = end + 2
      }
    }
  }
  void reading()
    .catch(() => {})
    .finally(() => (hasEnded = true))
  const { status } = response
  return {
    status,
    headers: response.headers,
    events,
    text: () => text,
    hasEnded: () => hasEnded,
    close: () => gone.abort(),
  }
}

function eventIn(block: string): StreamEvent | undefined {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
  const data = field('data')
  if (data === undefined) return undefined
  return { id: field('id') ?? '', event: field('event') ?? '', data: JSON.parse(data) }
}
