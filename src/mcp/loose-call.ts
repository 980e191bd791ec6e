import { SUPPORTED_PROTOCOL_VERSIONS, type Transport } from '@modelcontextprotocol/server'
import type { IncomingHttpHeaders } from 'node:http'

import { isRecord, type Fields } from '../kernel/json.ts'

/** Where arguments stand that are no object, so that they pass the SDK and reach the pipeline as they came. */
const ARGUMENTS_AS_CAME = 'dev.toolcrib/arguments'

/** Says that a request is of the 2026-07-28 era; the SDK checks the rest of such a request by the letter. */
export const MODERN_MARK = 'io.modelcontextprotocol/protocolVersion'

/**
 * Makes a malformed `tools/call` one that the SDK lets through. It would answer with a JSON-RPC error or a status
 * code, whose text LiveKit hides from the model; the pipeline answers with a sentence. Of a 2025-era call only what
 * is used here is passed on. Other messages are not touched.
 */
export function loosenCall<T extends Fields>(message: T): T {
  if (message['method'] !== 'tools/call') return message
  const params = isRecord(message['params']) ? message['params'] : {}
  const meta = isRecord(params['_meta']) ? params['_meta'] : undefined
  const { name, arguments: args } = params
  const call = {
    name: typeof name === 'string' ? name : '',
    arguments: args === undefined || passes(args) ? args : { [ARGUMENTS_AS_CAME]: args },
  }
  if (meta && MODERN_MARK in meta)
    return { ...message, params: { ...params, ...call, ...usableAnswer(params) } }
  const { id, method } = message
  const legacy = { ...call, ...(meta && { _meta: usableMeta(meta) }) }
  return { jsonrpc: '2.0', id, method, params: legacy } as unknown as T
}

/** Of an object, the SDK would drop a key `__proto__` in silence, where the pipeline refuses it like any other. */
function passes(args: unknown): boolean {
  return isRecord(args) && !Object.hasOwn(args, '__proto__')
}

/** What a person is said to have answered, in a form that the SDK passes on; what is none of that is refused later. */
function usableAnswer(params: Fields): Fields {
  const { requestState: state, inputResponses: answers } = params
  return {
    ...(state !== undefined && typeof state !== 'string' && { requestState: '' }),
    ...(answers !== undefined && !isRecord(answers) && { inputResponses: {} }),
  }
}

function usableMeta(meta: Fields): Fields {
  const { progressToken, ...rest } = meta
  const isToken = typeof progressToken === 'string' || Number.isInteger(progressToken)
  return isToken ? meta : rest
}

/** The arguments as the client sent them. */
export function argumentsAsCame(args: Fields | undefined): unknown {
  return args && ARGUMENTS_AS_CAME in args ? args[ARGUMENTS_AS_CAME] : args
}

/** A 2025-era call is not turned away for a version header that its client made up: it has begun its conversation. */
export function loosenVersion(headers: IncomingHttpHeaders, message: Fields): void {
  const version = headers['mcp-protocol-version']
  if (message['method'] !== 'tools/call' || typeof version !== 'string') return
  const isModern = version >= '2026' && /^\d{4}-\d\d-\d\d$/.test(version)
  if (!isModern && !SUPPORTED_PROTOCOL_VERSIONS.includes(version))
    delete headers['mcp-protocol-version']
}

/** The transport, with every incoming call loosened. Its owner sets handlers on it, as on any transport. */
export function looseTransport(inner: Transport): Transport {
  return new Proxy(inner, {
    set(target, name, value: unknown) {
      const loosened =
        name === 'onmessage' && typeof value === 'function'
          ? (message: Fields, ...rest: unknown[]): unknown => value(loosenCall(message), ...rest)
          : value
      return Reflect.set(target, name, loosened, target)
    },
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
