import type { ActingUser } from '../kernel/acting-user.ts'
import type { Caller, Client, Credential, Principal } from '../kernel/call.ts'
import type { Awaitable } from '../kernel/host.ts'
import type { Identity } from '../kernel/identity.ts'
import type { ClientDirectory } from './client-directory.ts'

/** Knows one kind of credential. Answers `undefined` when the credential is not its kind or is not good. */
export type Authenticator = (credential: Credential) => Awaitable<Identity | undefined>

/** Says who is calling, or `undefined` for a stranger. */
export type Authenticate = (caller: Caller) => Promise<Principal | undefined>

/**
 * Asks each authenticator in turn, at every request, so that a credential which has ended lets nobody in. A name that
 * no client bears is a stranger's, and so is a caller who names a person whom its client is not trusted to name.
 */
export function authenticateWith(
  authenticators: readonly Authenticator[],
  directory: ClientDirectory,
): Authenticate {
  const authenticate: Authenticate = async ({ credential, narrowing, actingUser }) => {
    for (const authenticator of authenticators) {
      const asked = authenticator(credential)
      // Waited for only where it has to be: every request comes by here.
      const identity = asked instanceof Promise ? await asked : asked
      const client = identity && directory.find(identity.client)
      if (!client) continue
      const named = actingUser === undefined ? identity : onBehalf(actingUser, identity, client)
      return named && { ...directory.narrow(client, narrowing, named), letInBy: authenticate }
    }
    return undefined
  }
  return authenticate
}

/** Printable without blanks, so that it is never the id of a token's subject, which has one. */
const USER_ID = /^[\x21-\x7e]{1,200}$/

/**
 * The identity on behalf of the person in the header. Only the holder of a key may name one, and only where its client
 * is marked for it: otherwise anybody could act for anybody (a confused deputy).
 */
function onBehalf(id: string, identity: Identity, client: Client): Identity | undefined {
  if (identity.by !== 'key' || client.trustsUserHeader !== true || !USER_ID.test(id))
    return undefined
  const user: ActingUser = { id, name: id, email: undefined }
  return { ...identity, user }
}

/** The operator of this machine started the process and named the client. */
export const localClient: Authenticator = (credential) =>
  credential.kind === 'local'
    ? { client: credential.client, by: 'local', ...credential.as }
    : undefined

/** Keyless, for a demo on loopback only; left out of the list everywhere else. */
export const demoClient: Authenticator = (credential) =>
  credential.kind === 'demo' ? { client: credential.client, by: 'demo' } : undefined
