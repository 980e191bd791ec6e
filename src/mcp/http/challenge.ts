import { addressOf, type ProtectedResource } from '../../kernel/protected-resource.ts'
import type { Refusal } from './answer.ts'
import { metadataUrlOf } from './well-known.ts'

/** What a client is told of how to get in. Nothing of it depends on what the request said, but for its address. */
export interface Challenged {
  /** Undefined where the deployment takes keys only. */
  readonly oauth: ProtectedResource | undefined
  /** The one that the address names. */
  readonly toolset: string | undefined
}

/**
 * For whoever is a stranger: 401, with the way to a token (RFC 9728). Why a token is not good is said to the log alone,
 * because the difference would help whoever forges one.
 */
export function challenge(
  { oauth, toolset }: Challenged,
  sentToken: boolean,
  message: string,
): Refusal {
  const fields = {
    ...(oauth && sentToken && INVALID_TOKEN),
    ...(oauth && oauth.scopes.length > 0 && { scope: oauth.scopes.join(' ') }),
  }
  return { status: 401, message, headers: headersOf({ oauth, toolset }, fields) }
}

const INVALID_TOKEN = {
  error: 'invalid_token',
  error_description: 'The access token is not, or no longer, good for this server.',
}

/** For a token that lacks scopes: 403, with all that this very tool needs, so that one new token is enough. */
export function scopeChallenge(challenged: Challenged, scopes: readonly string[]): Refusal {
  return {
    status: 403,
    message: 'The access token lacks a scope.',
    headers: headersOf(challenged, { error: 'insufficient_scope', scope: scopes.join(' ') }),
  }
}

function headersOf({ oauth, toolset }: Challenged, fields: Readonly<Record<string, string>>) {
  if (!oauth) return { 'www-authenticate': 'Bearer' }
  const all = { ...fields, resource_metadata: metadataUrlOf(addressOf(oauth, toolset)) }
  const quoted = Object.entries(all).map(([name, value]) => `${name}="${value}"`)
  return { 'www-authenticate': `Bearer ${quoted.join(', ')}` }
}
