import type { Call, HasPrincipal } from '../kernel/call.ts'
import type { Conversation, GrantStore } from '../kernel/conversation.ts'
import { refuse, type ToolError } from '../kernel/error.ts'
import type { Clock } from '../kernel/host.ts'
import type { Derive } from '../kernel/pipeline.ts'
import type { Authenticate } from './authenticate.ts'

/** Printable, and short enough to store. */
const HANDLE = /^[^\p{C}]{1,128}$/u

/** Learns the principal and the conversation. A stranger, or a handle that cannot be kept, is refused. */
export function identify(
  authenticate: Authenticate,
  grants: GrantStore,
  clock: Clock,
): Derive<Call, HasPrincipal> {
  return async function identify({ caller }): Promise<HasPrincipal | ToolError> {
    const principal = await authenticate(caller)
    if (!principal)
      return refuse(
        'unauthenticated',
        'This connection has no valid credential. Stop and tell the operator.',
      )
    const { handle } = caller
    if (handle === undefined) return { principal, conversation: undefined }
    if (!HANDLE.test(handle))
      return refuse(
        'bad_handle',
        'The conversation handle of this connection must be 1 to 128 printable characters. Tell the operator.',
      )
    const id = conversationId(principal.client.name, handle)
    return { principal, conversation: conversation(id, grants, clock) }
  }
}

/** The client's name is part of the id, so the same handle under another credential is another conversation. */
export function conversationId(client: string, handle: string): string {
  return `${client}/${handle}`
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
