import type * as z from 'zod'

import type { ProtectedResource, TokenClient } from '../kernel/protected-resource.ts'
import type { Config, OauthMapping } from './config.ts'
import type { clientOauthSchema, oauthSchema } from './oauth-schema.ts'

type Written = z.output<typeof oauthSchema>

/** The resource as the kernel knows it, with what was left out filled in. */
export function resourceOf({ resource, issuers, scopes }: Written): ProtectedResource {
  return {
    resource,
    scopes,
    issuers: issuers.map(({ issuer, jwksUri, algorithms, clientClaim, scopeClaim }) => ({
      issuer,
      jwksUri,
      algorithms,
      clientClaims: clientClaim === undefined ? ['client_id', 'azp'] : [clientClaim],
      scopeClaims: scopeClaim === undefined ? ['scope', 'scp'] : [scopeClaim],
    })),
  }
}

/** A client's mapping. Without an issuer of its own it is the only one of the server. */
export function mappingOf(
  { issuer, clientIds, subjects, stepUp }: z.output<typeof clientOauthSchema>,
  server: Written | undefined,
): OauthMapping {
  return { issuer: issuer ?? server?.issuers[0]?.issuer ?? '', clientIds, subjects, stepUp }
}

/** Which tokens are which client's. */
export function tokenClientsOf({ clients }: Config): readonly TokenClient[] {
  return clients.flatMap(({ name, oauth }) =>
    oauth
      ? [
          {
            client: name,
            issuer: oauth.issuer,
            clientIds: oauth.clientIds,
            subjects: oauth.subjects,
          },
        ]
      : [],
  )
}
