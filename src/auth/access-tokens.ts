import type { LocalJWKSet } from 'jose'
import { createHash } from 'node:crypto'

import type { Credential } from '../kernel/call.ts'
import type { Clock } from '../kernel/host.ts'
import type { Identity } from '../kernel/identity.ts'
import {
  readAddress,
  type ProtectedResource,
  type TokenClient,
  type TokenIssuer,
} from '../kernel/protected-resource.ts'
import type { Claims } from './claims.ts'
import { clientOfToken } from './client-of-token.ts'
import { jsonFetcher } from './fetch-json.ts'
import { issuerKeys, type IssuerKeys } from './issuer-keys.ts'
import { RefusedToken } from './refused-token.ts'
import { isToken, readForm } from './token-form.ts'
import type { TokenTrouble } from './token-trouble.ts'
import { LEEWAY_SECONDS, verifyToken } from './verify-token.ts'

export interface TokenParts {
  readonly resource: ProtectedResource
  readonly clients: readonly TokenClient[]
  readonly clock: Clock
  readonly onTrouble: (trouble: TokenTrouble) => void
}

/** Verified tokens remembered at most: their number is a stranger's choice only as far as an issuer makes them. */
const MOST_HELD = 1_000

interface Held {
  readonly identity: Identity
  readonly by: LocalJWKSet
  readonly keys: IssuerKeys
  readonly endsAtMs: number
}

export interface AccessTokens {
  /** Who the bearer of a token is; `undefined` for whatever is no token that is good here. */
  authenticate(credential: Credential): Promise<Identity | undefined>
  /** Fetches the keys of every issuer, beside what else happens: one that is down must not keep the server from starting. */
  fetchKeys(): void
}

/** Knows JWT access tokens that were made for this server. */
export function accessTokens(parts: TokenParts): AccessTokens {
  const { resource, clock } = parts
  const fetchJson = jsonFetcher(clock)
  const keysOf = new Map(
    resource.issuers.map((each) => [each.issuer, issuerKeys(each, { ...parts, fetchJson })]),
  )
  const held = new Map<string, Held>()

  const verify = async (token: string): Promise<Held> => {
    const issuer = readForm(token, resource)
    const keys = keysOf.get(issuer.issuer)
    if (!keys) throw new Error(`There are no keys for ${issuer.issuer}.`)
    const { claims, by } = await verifyToken(token, issuer, keys, clock)
    const identity = identityOf(parts, issuer, claims)
    return { identity, by, keys, endsAtMs: (claims.expiresAt + LEEWAY_SECONDS) * 1_000 }
  }
  /** Its signature is not verified again while the keys are the same ones; everything else cannot have changed. */
  const isGood = async ({ by, keys, endsAtMs }: Held): Promise<boolean> =>
    clock.now() < endsAtMs && (await keys.current()) === by

  const authenticate: AccessTokens['authenticate'] = async (credential) => {
    if (credential.kind !== 'bearer' || !isToken(credential.token)) return undefined
    const digest = createHash('sha256').update(credential.token).digest('base64url')
    const known = held.get(digest)
    if (known && (await isGood(known))) return known.identity
    held.delete(digest)
    try {
      const fresh = await verify(credential.token)
      if (held.size >= MOST_HELD) held.clear()
      held.set(digest, fresh)
      return fresh.identity
    } catch (error) {
      if (!(error instanceof RefusedToken)) throw error
      parts.onTrouble({ event: 'token refused', reason: error.message, issuer: error.issuer })
      return undefined
    }
  }
  return {
    authenticate,
    fetchKeys() {
      for (const keys of keysOf.values()) void keys.current()
    },
  }
}

function identityOf(
  { resource, clients }: TokenParts,
  issuer: TokenIssuer,
  claims: Claims,
): Identity {
  const { audiences, scopes, user, expiresAt } = claims
  const [meant] = audiences
    .flatMap((uri) => readAddress(resource, uri) ?? [])
    .toSorted((a, b) => Number(a.toolset !== undefined) - Number(b.toolset !== undefined))
  // A token for another server would be passed on to us by that server, or by whoever broke into it (S31).
  if (!meant) throw new RefusedToken('it was made for another audience', issuer.issuer)
  const client = clientOfToken(clients, issuer, claims)
  if (client === undefined)
    throw new RefusedToken('it belongs to none of the clients', issuer.issuer)
  return Object.freeze<Identity>({
    client,
    by: 'token',
    // As JSON: a subject may have blanks, and two applications or persons must never come out as one.
    credential: JSON.stringify([issuer.issuer, claims.clientId, claims.subject]),
    scopes,
    ...meant,
    ...(user && { user }),
    expiresAtMs: expiresAt * 1_000,
  })
}
