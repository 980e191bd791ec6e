import { compactVerify, errors, type LocalJWKSet } from 'jose'

import type { Clock } from '../kernel/host.ts'
import { isRecord, type Fields } from '../kernel/json.ts'
import type { TokenIssuer } from '../kernel/protected-resource.ts'
import { readClaims, type Claims } from './claims.ts'
import type { IssuerKeys } from './issuer-keys.ts'
import { RefusedToken } from './refused-token.ts'

/** What the clocks of two machines may differ by. */
export const LEEWAY_SECONDS = 30

export interface Verified {
  readonly claims: Claims
  /** The keys by which it was good. */
  readonly by: LocalJWKSet
}

/** Verifies a token's signature and times, and reads its claims. Throws `RefusedToken`. */
export async function verifyToken(
  token: string,
  issuer: TokenIssuer,
  keys: IssuerKeys,
  clock: Clock,
): Promise<Verified> {
  const refuse = (why: string): RefusedToken => new RefusedToken(why, issuer.issuer)
  const { payload, by } = await signedPayload(token, issuer, keys)
  const claims = readClaims(payload, issuer)
  if ('why' in claims) throw refuse(claims.why)
  const untimely = whyUntimely(claims, payload['nbf'], clock.now() / 1_000)
  if (untimely !== undefined) throw refuse(untimely)
  return { claims, by }
}

function whyUntimely(
  { issuedAt, expiresAt }: Claims,
  notBefore: unknown,
  now: number,
): string | undefined {
  if (expiresAt + LEEWAY_SECONDS <= now) return 'it has expired'
  if (issuedAt - LEEWAY_SECONDS > now) return 'it was issued in the future'
  if (notBefore === undefined) return undefined
  if (typeof notBefore !== 'number' || notBefore - LEEWAY_SECONDS > now)
    return 'it does not count yet'
  return undefined
}

async function signedPayload(token: string, issuer: TokenIssuer, keys: IssuerKeys) {
  const first = await keys.current()
  if (!first) throw new RefusedToken('the keys of its issuer are not known', issuer.issuer)
  try {
    return await payloadBy(first, token, issuer)
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw refusalOf(error, issuer)
  }
  // The issuer may have a new key since.
  const newest = (await keys.anew()) ?? first
  try {
    return await payloadBy(newest, token, issuer)
  } catch (error) {
    throw refusalOf(error, issuer)
  }
}

async function payloadBy(by: LocalJWKSet, token: string, { algorithms }: TokenIssuer) {
  const { payload } = await compactVerify(token, by, { algorithms: [...algorithms] })
  return { payload: fieldsIn(payload), by }
}

function fieldsIn(payload: Uint8Array): Fields {
  const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  if (!isRecord(claims)) throw new RefusedToken('its payload is no object')
  return claims
}

function refusalOf(error: unknown, { issuer }: TokenIssuer): RefusedToken {
  if (error instanceof errors.JWKSNoMatchingKey)
    return new RefusedToken('its key is not among those of its issuer', issuer)
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return new RefusedToken('it does not say which of its issuer’s keys it was signed with', issuer)
  return new RefusedToken('its signature is not good', issuer)
}
