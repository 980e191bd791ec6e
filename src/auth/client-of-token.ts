import type { TokenClient, TokenIssuer } from '../kernel/protected-resource.ts'
import type { Claims } from './claims.ts'

/** Finds the client whose token it is: the one that names its subject, else the one that takes everybody. */
export function clientOfToken(
  clients: readonly TokenClient[],
  { issuer }: TokenIssuer,
  { clientId, subject }: Claims,
): string | undefined {
  if (clientId === undefined) return undefined
  const able = clients.filter((each) => each.issuer === issuer && each.clientIds.includes(clientId))
  const own = able.find(({ subjects }) => subject !== undefined && subjects?.includes(subject))
  return (own ?? able.find(({ subjects }) => subjects === undefined))?.client
}
