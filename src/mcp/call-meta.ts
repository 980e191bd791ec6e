import type { Call, Caller } from '../kernel/call.ts'
import type { Fields } from '../kernel/json.ts'

/** The `_meta` field in which a client may name its conversation, call by call. */
export const CONVERSATION_META = 'dev.toolcrib/conversation'

/** The `_meta` field for an idempotency key: calls that carry the same one are one operation. */
export const IDEMPOTENCY_META = 'dev.toolcrib/idempotency-key'

/** What a client may say of a call beside its arguments. One of the wrong type becomes one that is refused, rather than none. */
export function readMeta(
  meta: Fields | undefined,
): Pick<Caller, 'handle'> & Pick<Call, 'idempotencyKey'> {
  const handle = meta?.[CONVERSATION_META]
  return {
    ...(handle !== undefined && { handle: textOf(handle) }),
    idempotencyKey: keyIn(meta),
  }
}

function keyIn(meta: Fields | undefined): string | undefined {
  const key = meta?.[IDEMPOTENCY_META]
  return key === undefined ? undefined : textOf(key)
}

function textOf(given: unknown): string {
  return typeof given === 'string' ? given : ''
}
