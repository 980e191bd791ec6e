import type {
  Call,
  HasOperation,
  HasPrepared,
  HasPrincipal,
  HasTool,
  HasUser,
} from '../kernel/call.ts'
import { digestOf } from '../kernel/canonical-json.ts'
import { refuse, type ToolError } from '../kernel/error.ts'
import { toolDigest } from './tool-digest.ts'

type Needs = Call & HasPrincipal & HasTool & HasUser & HasPrepared

/** Longer than any client retries. */
const KEEP_MS = 24 * 60 * 60_000

/** Printable, long enough not to be met by chance, and short enough to store. */
const KEY = /^[\x21-\x7e]{8,255}$/

/** A read is no operation: it can be done any number of times. */
const NO_OPERATION: HasOperation = operation({
  scope: '',
  key: '',
  fingerprint: '',
  madeBy: 'call',
  keepMs: 0,
})

/**
 * Learns which operation the call is. The key is the client's own; else it is made of the arguments, but only for tools
 * that declare that identical calls within a window are duplicates, because two equal orders can both be meant; else
 * the call stands alone. Its scope names the client, so that nobody meets another's operation by its key. Whom the
 * conversation has verified is no part of the scope, or a key would serve once more after a proof; it is part of the
 * fingerprint, or one caller would be told what another was told.
 */
export function operationOf(call: Needs): HasOperation | ToolError {
  const { id, principal, tool, prepared, user } = call
  if (tool.facts.tier === 'read') return NO_OPERATION
  const { client } = principal
  const scope = JSON.stringify([client.name, client.user?.id ?? null, tool.name])
  const asked = { tool: tool.name, digest: toolDigest(tool), arguments: prepared.input }
  const own = call.idempotencyKey ?? call.keyAsked
  if (own !== undefined) {
    if (!KEY.test(own)) return badKey()
    const fingerprint = digestOf({ ...asked, user: user?.id ?? null })
    return operation({
      scope,
      key: `client ${own}`,
      fingerprint,
      madeBy: 'client',
      keepMs: KEEP_MS,
    })
  }
  const fingerprint = digestOf(asked)
  const { duplicatesWithinMs: keepMs } = tool.facts
  return keepMs === undefined
    ? operation({ scope, key: `call ${id}`, fingerprint, madeBy: 'call', keepMs: KEEP_MS })
    : operation({ scope, key: keyMade(call, fingerprint), fingerprint, madeBy: 'server', keepMs })
}

/**
 * The confirmation is part of it, because that tells a request that was sent twice from one that is meant twice: "make
 * it eight, no, half past seven, no, eight" must not be answered by the first eight.
 */
function keyMade({ conversation, code, answered }: Needs, fingerprint: string): string {
  const yes = code ?? answered?.state ?? null
  return `server ${digestOf([conversation?.id ?? null, fingerprint, yes])}`
}

function badKey(): ToolError {
  return refuse(
    'bad_key',
    'The idempotency key must be 8 to 255 printable characters without blanks. Send the request again with another one.',
  )
}

function operation(operation: HasOperation['operation']): HasOperation {
  return { operation }
}
