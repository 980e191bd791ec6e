import * as z from 'zod'

import type { ActingUser } from '../kernel/acting-user.ts'
import type { Fields } from '../kernel/json.ts'
import type { TokenIssuer } from '../kernel/protected-resource.ts'

/** What a verified access token says, in our words. */
export interface Claims {
  readonly audiences: readonly string[]
  readonly clientId: string | undefined
  readonly subject: string | undefined
  readonly user: ActingUser | undefined
  readonly scopes: readonly string[]
  /** Seconds since the epoch, as the token has them. */
  readonly issuedAt: number
  readonly expiresAt: number
}

/** Printable, and short enough to be kept with every call. */
const line = z.string().regex(/^[^\p{C}]{1,255}$/u)

const form = z.looseObject({
  aud: z.union([z.string().transform((one) => [one]), z.array(z.string()).max(50)]),
  sub: line.optional(),
  iat: z.number(),
  exp: z.number(),
})

/** Reads the claims, or says why they are not those of an access token that may be shown to us. */
export function readClaims(
  payload: Fields,
  issuer: TokenIssuer,
): Claims | { readonly why: string } {
  const parsed = form.safeParse(payload)
  if (!parsed.success) return { why: 'its aud, sub, iat or exp is missing or not well-formed' }
  const other = whyNoAccessToken(payload)
  if (other !== undefined) return { why: other }
  const { aud, sub, iat, exp } = parsed.data
  const clientId = firstText(payload, issuer.clientClaims)
  return {
    audiences: aud,
    clientId,
    subject: sub,
    // A token that a client got for itself has the client for its subject, and that is no person.
    user: sub === undefined || sub === clientId ? undefined : personIn(payload, sub, issuer),
    scopes: scopesIn(payload, issuer.scopeClaims),
    issuedAt: iat,
    expiresAt: exp,
  }
}

/** Claims that only ID tokens have: a client shows those to nobody, so one that comes here was stolen or mixed up. */
const ID_TOKEN_CLAIMS = ['nonce', 'at_hash', 'c_hash', 's_hash']

function whyNoAccessToken(payload: Fields): string | undefined {
  if (ID_TOKEN_CLAIMS.some((claim) => claim in payload)) return 'it is an ID token'
  // Two widespread providers say the kind in a claim of their own.
  const { typ = 'Bearer', token_use: use = 'access', cnf } = payload
  if (typ !== 'Bearer' || use !== 'access') return 'it says itself that it is no access token'
  // Taken without the proof, it would serve whoever has stolen it (a DPoP or mTLS downgrade).
  return cnf === undefined ? undefined : 'it is bound to a key, whose proof is not understood here'
}

function personIn(payload: Fields, sub: string, { issuer }: TokenIssuer): ActingUser {
  const email = z.email().safeParse(payload['email'])
  return {
    // An issuer has no blank in it, so no two persons of two issuers have the same id.
    id: `${issuer} ${sub}`,
    name: firstText(payload, ['name', 'preferred_username']) ?? sub,
    // Anybody can write somebody else's address into an account, and would get that person's codes.
    email: email.success && payload['email_verified'] === true ? email.data : undefined,
  }
}

function firstText(payload: Fields, claims: readonly string[]): string | undefined {
  const found = claims.map((claim) => payload[claim]).find((value) => value !== undefined)
  const parsed = line.safeParse(found)
  return parsed.success ? parsed.data : undefined
}

/** A text with blanks or a list. Without the claim the token carries no scope: what is not said is not granted. */
function scopesIn(payload: Fields, claims: readonly string[]): readonly string[] {
  const found = claims.map((claim) => payload[claim]).find((value) => value !== undefined)
  if (typeof found === 'string') return found.split(' ').filter((scope) => scope !== '')
  return Array.isArray(found) ? found.filter((scope) => typeof scope === 'string') : []
}
