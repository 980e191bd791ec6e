import * as z from 'zod'

import { isLoopback } from '../kernel/loopback.ts'

/** Every one of them has a public key. `none` and the HS family are not here, so nothing can turn them on. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const

const place =
  'an https address, or http on this machine, without a query, a fragment or a password.'

const url = z.string().refine(isPlace, `must be ${place}`)

const resource = z
  .string()
  .refine(
    isResource,
    'must be the address of /mcp as clients write it, such as https://tools.example.com/mcp, or http on this machine.',
  )

const claim = z.string().min(1).max(200)
const scope = z
  .string()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be a scope: printable, without blanks and quotes.')

const issuer = z.strictObject({
  issuer: url.describe(
    'The issuer, letter by letter as it writes itself into its tokens: mind the slash at the end.',
  ),
  jwksUri: url
    .optional()
    .describe('Where its public keys are. Default: where its own metadata say.'),
  algorithms: z
    .array(z.enum(ALGORITHMS))
    .min(1)
    .default(['RS256', 'ES256', 'PS256', 'EdDSA'])
    .describe('The signatures that are accepted from it.'),
  clientClaim: claim
    .optional()
    .describe('The claim that names the OAuth client. Default: client_id, else azp.'),
  scopeClaim: claim
    .optional()
    .describe('The claim that lists the scopes. Default: scope, else scp.'),
})

/** The `server.oauth` part: this server as a resource that OAuth tokens are made for. */
export const oauthSchema = z.strictObject({
  resource: resource.describe(
    'The one address of this server for clients. A token counts only when it was made for it.',
  ),
  issuers: z.array(issuer).min(1).describe('Whose tokens are accepted.'),
  scopes: z
    .array(scope)
    .default([])
    .describe('What clients are told to ask for at first. Public: everybody can read it.'),
})

/** The `oauth` part of a client: which tokens are its own. */
export const clientOauthSchema = z.strictObject({
  issuer: url
    .optional()
    .describe('Whose tokens, as in server.oauth. Needed only where that has several issuers.'),
  clientIds: z
    .array(z.string().min(1).max(255))
    .min(1)
    .describe(
      'The ids under which the issuer knows the applications whose tokens are this client.',
    ),
  subjects: z
    .array(z.string().min(1).max(255))
    .min(1)
    .optional()
    .describe(
      'Only the tokens of these subjects. Default: of everyone whom no other client names.',
    ),
  stepUp: z
    .boolean()
    .default(false)
    .describe(
      'Shows tools for which the token lacks only scopes, and answers a call of them with status 403 and the scopes.',
    ),
})

/** In clear text only where nobody is between. */
function isPlace(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '' || /[?#]/.test(text)) return false
  const isHere = isLoopback(hostname.replace(/^\[(.*)\]$/, '$1'))
  return protocol === 'https:' || (protocol === 'http:' && isHere)
}

/** In its one form, because tokens are compared with it letter by letter. */
function isResource(text: string): boolean {
  return isPlace(text) && new URL(text).href === text && text.endsWith('/mcp')
}
