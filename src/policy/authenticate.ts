import type { Caller, Client, Credential, Principal } from '../kernel/call.ts'
import type { Awaitable } from '../kernel/host.ts'
import type { ClientDirectory } from './client-directory.ts'

/**
 * Knows one kind of credential. Answers the client's name, or `undefined` when the credential is not its kind or
 * is not good. JWT and OAuth will be further authenticators.
 */
export type Authenticator = (credential: Credential) => Awaitable<string | undefined>

/** Says who is calling, or `undefined` for a stranger. */
export type Authenticate = (caller: Caller) => Promise<Principal | undefined>

/** Asks each authenticator in turn. A name that no client bears is a stranger's. */
export function authenticateWith(
  authenticators: readonly Authenticator[],
  directory: ClientDirectory,
): Authenticate {
  return async ({ credential, narrowing }) => {
    for (const authenticator of authenticators) {
      const client = clientNamed(await authenticator(credential), directory)
      if (client) return directory.narrow(client, narrowing)
    }
    return undefined
  }
}

function clientNamed(name: string | undefined, directory: ClientDirectory): Client | undefined {
  return name === undefined ? undefined : directory.find(name)
}

/** The operator of this machine started the process and named the client. */
export const localClient: Authenticator = (credential) =>
  credential.kind === 'local' ? credential.client : undefined

/** Keyless, for a demo on loopback only; left out of the list everywhere else. */
export const demoClient: Authenticator = (credential) =>
  credential.kind === 'demo' ? credential.client : undefined
