import { SdkError, SdkErrorCode, type McpRequestContext } from '@modelcontextprotocol/server'

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
