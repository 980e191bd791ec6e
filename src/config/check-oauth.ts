import type { Draft } from './draft.ts'
import type { Finding, Path } from './finding.ts'
import { suggest } from './suggest.ts'

/** Everything by which a token could be taken for the wrong client, or for none at all. */
export function checkOauth({ server: { oauth }, clients }: Draft): readonly Finding[] {
  const issuers = (oauth?.issuers ?? []).map(({ issuer }) => issuer)
  const own = Object.entries(clients).flatMap(([name, client]) => [
    ...amissIssuer(name, client.oauth, issuers),
    ...amissHeader(name, client),
  ])
  return [
    ...twiceIn(issuers, ['server', 'oauth', 'issuers']),
    ...own,
    ...sharedTokens(clients, issuers),
  ]
}

type DraftClients = Draft['clients']
type DraftClient = DraftClients[string]

function amissIssuer(
  name: string,
  oauth: DraftClient['oauth'],
  issuers: readonly string[],
): readonly Finding[] {
  if (!oauth) return []
  const path = ['clients', name, 'oauth']
  if (issuers.length === 0)
    return [
      at(path, 'key', 'no token can be checked without server.oauth. Add it, or remove this.'),
    ]
  const { issuer } = oauth
  if (issuer === undefined && issuers.length > 1)
    return [at(path, 'key', `say whose tokens, with issuer. Issuers: ${issuers.join(', ')}.`)]
  if (issuer === undefined || issuer === '' || issuers.includes(issuer)) return []
  return [
    at(
      [...path, 'issuer'],
      'value',
      `server.oauth has no such issuer. ${suggest(issuer, issuers, 'Issuers')}`,
    ),
  ]
}

/** Of two people for one call, a code would go to one of them and the record would name the other. */
function amissHeader(name: string, { user, trustsUserHeader }: DraftClient): readonly Finding[] {
  if (!trustsUserHeader || user === undefined) return []
  const sentence =
    'a client with a user of its own always calls for that one. Remove user, or set this to false.'
  return [at(['clients', name, 'trustsUserHeader'], 'value', sentence)]
}

function twiceIn(issuers: readonly string[], path: Path): readonly Finding[] {
  return issuers.flatMap((issuer, index) =>
    issuer !== '' && issuers.indexOf(issuer) < index
      ? [at([...path, index, 'issuer'], 'value', 'the same issuer stands here twice. Remove one.')]
      : [],
  )
}

/** Two clients that would take the same token: which rights it has would depend on the order of the file. */
function sharedTokens(clients: DraftClients, issuers: readonly string[]): readonly Finding[] {
  const taken = new Map<string, string>()
  return Object.entries(clients).flatMap(([name, { oauth }]) => {
    const { issuer = issuers[0], clientIds = [], subjects } = oauth ?? {}
    const path = ['clients', name, 'oauth']
    return clientIds.flatMap((id, index) =>
      (subjects ?? [null]).flatMap((subject, place): readonly Finding[] => {
        const token = JSON.stringify([issuer, id, subject])
        const other = taken.get(token)
        taken.set(token, other ?? name)
        if (id === '' || subject === '' || other === undefined) return []
        return subject === null
          ? [at([...path, 'clientIds', index], 'value', sayShared(`tokens of "${id}"`, other))]
          : [at([...path, 'subjects', place], 'value', sayShared(`"${subject}"`, other))]
      }),
    )
  })
}

function sayShared(what: string, other: string): string {
  return `${what} belong to ${other} already. Give each client its own, or tell them apart by subjects.`
}

function at(path: Path, place: Finding['at'], sentence: string): Finding {
  return { path, at: place, sentence }
}
