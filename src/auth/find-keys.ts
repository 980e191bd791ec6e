import * as z from 'zod'

import type { TokenIssuer } from '../kernel/protected-resource.ts'
import { isFetchable, type FetchJson } from './fetch-json.ts'

const metadata = z.looseObject({ issuer: z.string(), jwks_uri: z.string() })

/** Where an issuer's keys are: where the configuration says, else where the issuer's own metadata say. */
export async function findKeys(
  { issuer, jwksUri }: TokenIssuer,
  fetchJson: FetchJson,
): Promise<string> {
  if (jwksUri !== undefined) return jwksUri
  const failures: string[] = []
  for (const url of placesOf(issuer)) {
    try {
      return keysIn(await fetchJson(url), url, issuer)
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error))
    }
  }
  throw new Error(failures.join('; '))
}

/** RFC 8414, then OpenID Connect Discovery in both of the ways in which it is done where the issuer has a path. */
function placesOf(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  return [
    ...new Set([
      `${origin}/.well-known/oauth-authorization-server${path}`,
      `${origin}/.well-known/openid-configuration${path}`,
      `${origin}${path}/.well-known/openid-configuration`,
    ]),
  ]
}

/** Metadata speak only for the issuer that they name, letter by letter (a mix-up otherwise). */
function keysIn(document: unknown, url: string, issuer: string): string {
  const { success, data } = metadata.safeParse(document)
  if (!success) throw new Error(`${url} has no issuer and jwks_uri`)
  if (data.issuer !== issuer) throw new Error(`${url} speaks for another issuer`)
  if (!isFetchable(data.jwks_uri, issuer))
    throw new Error(
      `${url} names a jwks_uri that is neither https at a public address nor on the issuer's own machine`,
    )
  return data.jwks_uri
}
