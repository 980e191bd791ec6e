/** Who issues access tokens that are accepted here, and how they are read. */
export interface TokenIssuer {
  /** Its identifier, letter by letter as it stands in `iss`. */
  readonly issuer: string
  /** Where its public keys are; `undefined`: where its metadata say. */
  readonly jwksUri: string | undefined
  /** The signatures that count; all of them asymmetric. */
  readonly algorithms: readonly string[]
  /** The claims that may name the OAuth client; the first that is there counts. */
  readonly clientClaims: readonly string[]
  /** The claims that may list the scopes, likewise. */
  readonly scopeClaims: readonly string[]
}

/** This server, as the OAuth clients and their issuers know it (RFC 9728). */
export interface ProtectedResource {
  /** Its canonical URI, which ends in `/mcp`. */
  readonly resource: string
  readonly issuers: readonly TokenIssuer[]
  /** What a client is told to ask for at first. */
  readonly scopes: readonly string[]
}

/** Which tokens are a client's. */
export interface TokenClient {
  /** The client's name. */
  readonly client: string
  readonly issuer: string
  /** The OAuth clients, by their ids at the issuer. */
  readonly clientIds: readonly string[]
  /** Only these subjects; `undefined`: everyone whom no other client names. */
  readonly subjects: readonly string[] | undefined
}

/** The URI of a toolset's own address: a resource of its own, so that a token can be made for it alone. */
export function addressOf({ resource }: Pick<ProtectedResource, 'resource'>, toolset?: string) {
  return toolset === undefined ? resource : resource.replace(/mcp$/, `${toolset}/mcp`)
}

/** What a URI means here: the whole resource, one of its toolsets, or nothing of ours (`undefined`). */
export function readAddress(
  { resource }: Pick<ProtectedResource, 'resource'>,
  uri: string,
): { readonly toolset?: string } | undefined {
  if (uri === resource) return {}
  const base = resource.slice(0, -'mcp'.length)
  const toolset = /^([a-z][a-z0-9_]{0,62})\/mcp$/.exec(uri.slice(base.length))?.[1]
  return uri.startsWith(base) && toolset !== undefined ? { toolset } : undefined
}
