import {
  SdkError,
  SdkErrorCode,
  type McpRequestContext,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server'

import type { Call } from '../kernel/call.ts'

/**
 * What it means when the client is gone. A 2025-era client over HTTP that loses its socket has withdrawn nothing, while
 * a 2026-era client withdraws by closing the stream. Over stdio a client of either era says so; the end of its input is
 * none of that, but the wish to have finished what is at work.
 */
export function withdrawalOf(
  { era, requestInfo }: McpRequestContext,
  signal: AbortSignal,
): Pick<Call, 'signal' | 'goneMeansCancelled'> {
  if (requestInfo) return { signal, goneMeansCancelled: era === 'modern' }
  return { signal: whenSaid(signal), goneMeansCancelled: true }
}

/** A transport that answers each request on a stream of its own: a session's over HTTP. */
interface Streaming {
  closeSSEStream(requestId: ServerContext['mcpReq']['id']): void
}

/**
 * Ends the stream of a call that was withdrawn by word, once the call is over. The SDK answers no such call, as it
 * should, and leaves its stream open until the client hangs up: its session would never be idle, and a stop would wait.
 */
export function endWhenWithdrawn(
  { transport }: Server,
  { id, signal }: ServerContext['mcpReq'],
  running: Promise<unknown>,
): void {
  const end = (): void => (transport as Partial<Streaming> | undefined)?.closeSSEStream?.(id)
  // Not before: what the call still tells its client, such as to close a dialog, goes out on that stream.
  signal.addEventListener('abort', () => void running.then(end, end), { once: true })
}

/** The signal without the end of the connection, for which the SDK aborts every request as well. */
function whenSaid(signal: AbortSignal): AbortSignal {
  const said = new AbortController()
  const pass = (): void => {
    if (!isEndOfConnection(signal.reason)) said.abort(signal.reason)
  }
  if (signal.aborted) pass()
  else signal.addEventListener('abort', pass, { once: true })
  return said.signal
}

/** A client gives its reason as text, so it cannot pass for this. */
function isEndOfConnection(reason: unknown): boolean {
  return reason instanceof SdkError && reason.code === SdkErrorCode.ConnectionClosed
}
