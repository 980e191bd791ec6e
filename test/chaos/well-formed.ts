import { servedDay } from '../support/visit.ts'
import { modern } from '../support/post-raw.ts'
import { KEYS } from './victim-config.ts'

/** A request that a good client sends; what is malformed starts as one of these. */
export interface WellFormed {
  readonly headers: readonly (readonly [string, string])[]
  readonly message: object
}

const CHECK = {
  name: 'reservations_check',
  arguments: { date: servedDay(), party_size: 2, meal: 'dinner' },
} as const

const CLIENT = { protocolVersion: '2025-11-25', clientInfo: { name: 'raw', version: '1.0.0' } }

/** Of both eras. */
export const WELL_FORMED: readonly WellFormed[] = [
  legacy('initialize', { ...CLIENT, capabilities: {} }),
  // Opens a session, for as long as there is room for one.
  legacy('initialize', { ...CLIENT, capabilities: { elicitation: {} } }),
  legacy('tools/list'),
  legacy('tools/call', CHECK),
  legacy('tools/call', {
    ...CHECK,
    _meta: { 'dev.toolcrib/conversation': 'room', progressToken: 1 },
  }),
  legacy('ping'),
  { ...legacy('ping'), message: { jsonrpc: '2.0', method: 'notifications/initialized' } },
  {
    ...legacy('ping'),
    message: { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } },
  },
  legacy('logging/setLevel', { level: 'info' }),
  legacy('completion/complete', {
    ref: { type: 'ref/prompt', name: 'p' },
    argument: { name: 'a', value: 'b' },
  }),
  ofToday('server/discover'),
  ofToday('tools/list'),
  ofToday('tools/call', CHECK),
  ofToday('subscriptions/listen', { notifications: { toolsListChanged: true } }),
]

/** Two whose answer is known: it holds `KNOWN_ANSWER`. */
export const KNOWN_CALL = legacy('tools/call', CHECK)
export const KNOWN_CALL_OF_TODAY = ofToday('tools/call', CHECK)
export const LISTEN = ofToday('subscriptions/listen', { notifications: { toolsListChanged: true } })
export const KNOWN_ANSWER = 'Open for dinner'

function legacy(method: string, params: object = {}): WellFormed {
  return {
    headers: headersWith({ 'mcp-protocol-version': '2025-11-25' }),
    message: { jsonrpc: '2.0', id: 1, method, params },
  }
}

function ofToday(method: string, params: object = {}): WellFormed {
  const { message, headers } = modern(method, params)
  return { headers: headersWith(headers), message }
}

function headersWith(more: Readonly<Record<string, string>>): WellFormed['headers'] {
  return [
    ['host', 'localhost'],
    ['authorization', `Bearer ${KEYS.rough}`],
    ['content-type', 'application/json'],
    ['accept', 'application/json, text/event-stream'],
    ...Object.entries(more),
  ]
}

/** The request as it goes over the wire. Header names and values are Latin-1, as Node reads them. */
export function bytesOf(
  headers: WellFormed['headers'],
  body: Buffer | string,
  line = 'POST /mcp HTTP/1.1',
): Buffer {
  const bytes = Buffer.from(body)
  const all = [...headers, ['content-length', String(bytes.byteLength)] as const]
  const head = [line, ...all.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes])
}
