import {
  classifyInboundRequest,
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server'
import type { IncomingMessage } from 'node:http'

import { isRecord, type Fields } from '../../kernel/json.ts'
import { headersAgree } from './headers-agree.ts'

/** A request that can be answered with one JSON text, and asks for nothing else. */
export interface PlainRequest {
  readonly id: string | number
  readonly isModern: boolean
  readonly method: 'tools/list' | 'tools/call'
  /** Of a `tools/call`; empty for a list. */
  readonly name: string
  readonly arguments: Fields | undefined
  readonly meta: Fields | undefined
}

/** The one revision whose envelope and headers are understood here. */
const MODERN = '2026-07-28'

const PROTOCOL = 'io.modelcontextprotocol/'

/** All that a plain request may say about itself. Of these only the capabilities have an effect, and those are looked at. */
const ENVELOPE_KEYS = [
  PROTOCOL_VERSION_META_KEY,
  CLIENT_INFO_META_KEY,
  CLIENT_CAPABILITIES_META_KEY,
] as const

const ENVELOPE: ReadonlySet<string> = new Set(ENVELOPE_KEYS)

/**
 * The request, if it is plain: well-formed to the letter of its revision, without a session, and with nothing that an
 * answer in several parts could be wanted for. Everything else gives `undefined` and is the SDK's, which then also
 * words what is wrong. So this may be stricter than the SDK, and never more lenient; a test holds it to that.
 */
export function plainRequest(
  { headers }: IncomingMessage,
  message: Fields,
): PlainRequest | undefined {
  const { id, method, params = {} } = message
  if (!isServed(method) || !isId(id) || ofSession(headers)) return undefined
  if (message['jsonrpc'] !== '2.0' || !hasOnly(message, MESSAGE_KEYS)) return undefined
  const asked = isRecord(params) ? askedIn(params, KEYS[method]) : undefined
  const era = asked && eraOf(headers, message, { method, ...asked })
  return asked && era && { id, method, ...asked, isModern: era === 'modern' }
}

function isServed(method: unknown): method is PlainRequest['method'] {
  return method === 'tools/list' || method === 'tools/call'
}

function ofSession(headers: Headers): boolean {
  return headers['mcp-session-id'] !== undefined || headers['last-event-id'] !== undefined
}

type Headers = IncomingMessage['headers']

function askedIn(
  params: Fields,
  keys: ReadonlySet<string>,
): Pick<PlainRequest, 'name' | 'arguments' | 'meta'> | undefined {
  const { name = '', arguments: args, _meta: meta } = params
  if (!hasOnly(params, keys) || typeof name !== 'string') return undefined
  if (!isFieldsOrNone(args) || !isFieldsOrNone(meta) || !isPlainMeta(meta)) return undefined
  return { name, arguments: args, meta }
}

function isFieldsOrNone(value: unknown): value is Fields | undefined {
  return value === undefined || isRecord(value)
}

const MESSAGE_KEYS: ReadonlySet<string> = new Set(['jsonrpc', 'id', 'method', 'params'])

const KEYS: Readonly<Record<PlainRequest['method'], ReadonlySet<string>>> = {
  'tools/list': new Set(['_meta']),
  'tools/call': new Set(['name', 'arguments', '_meta']),
}

function hasOnly(params: Fields, keys: ReadonlySet<string>): boolean {
  for (const key in params) if (!keys.has(key)) return false
  return true
}

function isId(id: unknown): id is string | number {
  return typeof id === 'string' || Number.isSafeInteger(id)
}

/** Progress goes on a stream, and who can be asked may be asked; both are more than one text. */
function isPlainMeta(meta: Fields | undefined): boolean {
  for (const key in meta)
    if (key === 'progressToken' || (key.startsWith(PROTOCOL) && !ENVELOPE.has(key))) return false
  const capabilities = meta?.[CLIENT_CAPABILITIES_META_KEY]
  return (
    capabilities === undefined ||
    (isRecord(capabilities) && !Object.hasOwn(capabilities, 'elicitation'))
  )
}

function eraOf(
  headers: Headers,
  body: Fields,
  { method, name, meta }: Pick<PlainRequest, 'method' | 'name' | 'meta'>,
): 'modern' | 'legacy' | undefined {
  const version = headers['mcp-protocol-version']
  if (!meta || !(PROTOCOL_VERSION_META_KEY in meta))
    return version === undefined || isLegacyVersion(version) ? 'legacy' : undefined
  if (version !== MODERN || !headersAgree(headers, method, name)) return undefined
  return isEnvelope(meta, body) ? 'modern' : undefined
}

/** Envelopes that the SDK has found to be in order, as text. A client sends the same one with all its requests. */
const known = new Set<string>()
const MOST_KNOWN = 500
const LONGEST_KNOWN = 1_000

/** Whether the SDK takes the request for one of 2026-07-28. It is asked once for each envelope. */
function isEnvelope(meta: Fields, body: Fields): boolean {
  const text = JSON.stringify(ENVELOPE_KEYS.map((key) => meta[key]))
  if (known.has(text)) return true
  const found = classifyInboundRequest({ httpMethod: 'POST', body })
  if (found.kind !== 'modern' || found.classification.revision !== MODERN) return false
  if (known.size >= MOST_KNOWN) known.clear()
  if (text.length <= LONGEST_KNOWN) known.add(text)
  return true
}

function isLegacyVersion(version: string | string[]): boolean {
  return typeof version === 'string' && SUPPORTED_PROTOCOL_VERSIONS.includes(version)
}
