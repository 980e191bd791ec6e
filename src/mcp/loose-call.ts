import { SUPPORTED_PROTOCOL_VERSIONS, type Transport } from '@modelcontextprotocol/server'
import type { IncomingHttpHeaders } from 'node:http'

import { isRecord, type Fields } from '../kernel/json.ts'

/** Where arguments stand that are no object, so that they pass the SDK and reach the pipeline as they came. */
const ARGUMENTS_AS_CAME = 'dev.toolcrib/arguments'

/**
 * Makes a malformed `tools/call` one that the SDK lets through. It would answer with a JSON-RPC error, whose text
 * LiveKit hides from the model; the pipeline answers with a sentence. Other messages are not touched.
 */
export function loosenCall<T extends Fields>(message: T): T {
  if (message['method'] !== 'tools/call') return message
  const params = isRecord(message['params']) ? message['params'] : {}
  const { name, arguments: args } = params
  if (typeof name === 'string' && (args === undefined || isRecord(args))) return message
  return {
    ...message,
    params: {
      ...params,
      name: typeof name === 'string' ? name : '',
      arguments: isRecord(args) ? args : { [ARGUMENTS_AS_CAME]: args ?? null },
    },
  }
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
