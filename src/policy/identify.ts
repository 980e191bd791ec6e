import { createHash } from 'node:crypto'

import type { Call, HasPrincipal, Principal } from '../kernel/call.ts'
import type { Conversation, Grant, GrantStore } from '../kernel/conversation.ts'
import { refuse, type ToolError } from '../kernel/error.ts'
import type { Clock } from '../kernel/host.ts'
import type { Journal } from '../kernel/journal.ts'
import type { Derive } from '../kernel/pipeline.ts'
import type { Authenticate } from './authenticate.ts'
import type { Recorder } from './recorder.ts'

/** Printable, and short enough to store. */
const HANDLE = /^[^\p{C}]{1,128}$/u

/** Learns the principal and the conversation. A stranger, or a handle that cannot be kept, is refused. */
export function identify(
  authenticate: Authenticate,
  grants: GrantStore,
  { clock, journal, recorder }: IdentifyParts,
): Derive<Call, HasPrincipal> {
  const known = (call: Call, principal: Principal | undefined): HasPrincipal | ToolError => {
    if (!principal)
      return refuse(
        'unauthenticated',
        'This connection has no valid credential. Stop and tell the operator.',
      )
    const { handle } = call.caller
    if (handle === undefined) return { principal, conversation: undefined }
    if (!HANDLE.test(handle))
      return refuse(
        'bad_handle',
        'The conversation handle of this connection must be 1 to 128 printable characters. Tell the operator.',
      )
    const client = principal.client.name
    const id = conversationIdOf(principal, handle)
    /** A grant that is not on record must not open anything. */
    const record = ({ kind, subject }: Grant, expiresAtMs: number): Promise<void> => {
      const body = { client, grantKind: kind, subject, expiresAtMs }
      return journal.append([recorder.grantEntry(call, body)])
    }
    return { principal, conversation: conversation(id, recorded(grants, record), clock) }
  }
  return function identify(call) {
    const { guest, caller } = call
    // Let in a moment ago, for this request. Whoever another policy has let in, before a reload, is asked anew.
    if (guest?.letInBy === authenticate) return known(call, guest)
    return authenticate(caller).then((principal) => known(call, principal))
  }
}

export interface IdentifyParts {
  readonly clock: Clock
  readonly journal: Journal
  readonly recorder: Recorder
}

/** The store, with every grant put on record before it is given. */
function recorded(
  store: GrantStore,
  record: (grant: Grant, expiresAtMs: number) => Promise<void>,
): GrantStore {
  return {
    ...store,
    async put(id, grant, expiresAtMs) {
      await record(grant, expiresAtMs)
      await store.put(id, grant, expiresAtMs)
    },
    async putAlone(id, grant, expiresAtMs) {
      await record(grant, expiresAtMs)
      await store.putAlone(id, grant, expiresAtMs)
    },
  }
}

/** The client's name is part of the id, so the same handle under another credential is another conversation. */
export function conversationId(client: string, handle: string): string {
  return `${client}/${handle}`
}

/**
 * The same, with the person in it whom the credential names: two people of one application must not meet in a
 * conversation, because its proofs would serve both. No client's name has a `~`.
 */
function conversationIdOf({ client, identity }: Principal, handle: string): string {
  const { user } = identity
  if (!user) return conversationId(client.name, handle)
  const person = createHash('sha256').update(user.id).digest('base64url').slice(0, 22)
  return conversationId(`${client.name}~${person}`, handle)
}

function conversation(id: string, store: GrantStore, clock: Clock): Conversation {
  return {
    id,
    grants: async (kind) =>
      (await store.list(id, clock.now())).filter((grant) => grant.kind === kind),
    give: (grant, forMs) => store.put(id, grant, clock.now() + forMs),
    giveAlone: (grant, forMs) => store.putAlone(id, grant, clock.now() + forMs),
  }
}
