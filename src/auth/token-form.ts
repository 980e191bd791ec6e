import { decodeJwt, decodeProtectedHeader } from 'jose'
import * as z from 'zod'

import type { ProtectedResource, TokenIssuer } from '../kernel/protected-resource.ts'
import { RefusedToken } from './refused-token.ts'

/** Three parts of base64url: what an API key is not. */
const FORM = /^[\w-]+\.[\w-]+\.[\w-]*$/

/** Real ones have one or two thousand characters. */
const LONGEST = 8_192

/** RFC 9068, and what most providers still write. An ID token is a `JWT` too, and is told apart by its claims. */
const TYPES: ReadonlySet<string> = new Set(['at+jwt', 'jwt'])

const headerForm = z.looseObject({ typ: z.string(), alg: z.string() })

export function isToken(text: string): boolean {
  return FORM.test(text)
}

/**
 * The issuer that a token says it is from, after everything about it that can be judged before a signature is: a
 * stranger must not be able to make the server fetch keys. Throws `RefusedToken`.
 */
export function readForm(token: string, { issuers }: ProtectedResource): TokenIssuer {
  if (token.length > LONGEST) throw new RefusedToken('it is longer than any token should be')
  const { header, iss } = decode(token)
  const issuer = issuers.find((each) => each.issuer === iss)
  if (!issuer) throw new RefusedToken('its issuer is not one of server.oauth.issuers')
  const parsed = headerForm.safeParse(header)
  if (!parsed.success) throw new RefusedToken('its header has no typ or no alg', issuer.issuer)
  const { typ, alg } = parsed.data
  if (!TYPES.has(typ.toLowerCase().replace(/^application\//, '')))
    throw new RefusedToken('its typ is not that of an access token', issuer.issuer)
  // `none`, and a public key taken for a secret (HS256), are the oldest of all token forgeries.
  if (!issuer.algorithms.includes(alg))
    throw new RefusedToken('its algorithm is not one that this issuer may use', issuer.issuer)
  return issuer
}

function decode(token: string) {
  try {
    return { header: decodeProtectedHeader(token), iss: decodeJwt(token).iss }
  } catch {
    throw new RefusedToken('it cannot be decoded')
  }
}
