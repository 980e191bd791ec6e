import type { TokenTrouble } from './auth/token-trouble.ts'
import { clientsOf } from './config/clients.ts'
import type { Config } from './config/config.ts'
import { tokenClientsOf } from './config/oauth.ts'
import type { KeyStore } from './kernel/api-key.ts'
import type { Clock } from './kernel/host.ts'
import { storedKeys, suppliedKeys } from './policy/api-keys.ts'
import {
  authenticateWith,
  demoClient,
  localClient,
  type Authenticate,
  type Authenticator,
} from './policy/authenticate.ts'
import { clientDirectory } from './policy/client-directory.ts'

export interface AuthenticateParts {
  readonly config: Config
  readonly clock: Clock
  /** Hears why an access token was refused, or the keys for it are not known. */
  readonly onTokenTrouble?: (trouble: TokenTrouble) => void
  /** Whether the keys of token issuers are fetched at once. Default: when the first token comes. */
  readonly expectsTokens?: boolean
}

/** Every way in that the deployment has, in the order in which they are asked. */
export async function authenticateBy(
  parts: AuthenticateParts,
  keys: KeyStore,
): Promise<Authenticate> {
  const { config } = parts
  const secrets = config.clients.flatMap(({ name }) => {
    const secret = config.secretOf(name)
    return secret === undefined ? [] : [[name, secret] as const]
  })
  return authenticateWith(
    [
      storedKeys(keys),
      suppliedKeys(new Map(secrets)),
      ...(await tokensOf(parts)),
      localClient,
      ...(config.server.demo ? [demoClient] : []),
    ],
    clientDirectory(clientsOf(config), config.toolsets),
  )
}

async function tokensOf(parts: AuthenticateParts): Promise<readonly Authenticator[]> {
  const { config, clock, onTokenTrouble: onTrouble = NOBODY } = parts
  const { oauth: resource } = config.server
  if (!resource) return []
  // Read only where it is wanted, because a start waits for it.
  const { accessTokens } = await import('./auth/access-tokens.ts')
  const tokens = accessTokens({
    resource,
    clients: tokenClientsOf(config),
    clock,
    onTrouble,
  })
  if (parts.expectsTokens === true) tokens.fetchKeys()
  return [tokens.authenticate]
}

const NOBODY = (): void => {}
