import { randomUUID } from 'node:crypto'

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
import type { GateRule } from '../kernel/gate-rule.ts'
import type { Derive } from '../kernel/pipeline.ts'
import type { TicketBook } from '../kernel/ticket-book.ts'
import type { TicketState } from '../kernel/ticket.ts'
import { ticketRequest } from './ticket-request.ts'
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
export function operationOf(
  rules: readonly GateRule[],
  tickets: Pick<TicketBook, 'ticketFor'>,
): Derive<Needs, HasOperation> {
  return function operationOf(call): HasOperation | ToolError {
    const { principal, tool, user } = call
    if (tool.facts.tier === 'read') return NO_OPERATION
    const scope = JSON.stringify([principal.client.name, principal.user?.id ?? null, tool.name])
    const own = call.idempotencyKey ?? call.keyAsked
    if (own === undefined) return operation({ scope, ...keyFor(call, rules, tickets) })
    if (!KEY.test(own)) return badKey()
    const fingerprint = digestOf({ ...askedFor(call), user: user?.id ?? null })
    const key = `client ${own}`
    return operation({ scope, key, fingerprint, madeBy: 'client', keepMs: KEEP_MS })
  }
}

type Operation = HasOperation['operation']

/**
 * The key of a call whose client has sent none. A ticket makes the tries of one request one operation, so that what it
 * has let run is not run again for whoever asks what came of it.
 */
function keyFor(
  call: Needs,
  rules: readonly GateRule[],
  tickets: Pick<TicketBook, 'ticketFor'>,
): Omit<Operation, 'scope'> {
  const { id, tool } = call
  const ticket = mayNeedApproval(call, rules) ? tickets.ticketFor(ticketRequest(call)) : undefined
  if (ticket && OF_ONE_OPERATION.has(ticket.state))
    return {
      key: ticketKey(ticket.id),
      fingerprint: ticket.request,
      madeBy: 'server',
      keepMs: KEEP_MS,
    }
  // Without the tool's definition: a request that is sent again after an update is still the same request.
  const fingerprint = digestOf({ tool: tool.name, arguments: call.prepared.input })
  const { duplicatesWithinMs: keepMs } = tool.facts
  // The id alone is short enough to be read out, and so for two calls to be named alike: one would be taken for the other.
  return keepMs === undefined
    ? { key: `call ${id} ${randomUUID()}`, fingerprint, madeBy: 'call', keepMs: KEEP_MS }
    : { key: keyMade(call, fingerprint), fingerprint, madeBy: 'server', keepMs }
}

/** The key of the operation that a ticket lets run, where the client has named none. */
export function ticketKey(id: string): string {
  return `ticket ${id}`
}

const OF_ONE_OPERATION: ReadonlySet<TicketState> = new Set(['pending', 'approved', 'used'])

function mayNeedApproval({ principal, tool }: Needs, rules: readonly GateRule[]): boolean {
  const { name } = principal.client
  return (
    tool.facts.gate === 'approval' ||
    rules.some((rule) => rule.gate === 'approval' && rule.concerns(name, tool.name))
  )
}

function askedFor({ tool, prepared }: Needs) {
  return { tool: tool.name, digest: toolDigest(tool), arguments: prepared.input }
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
