import type { Principal } from '../../kernel/call.ts'

/** Whom a session or a stream belongs to. */
export interface SessionHolder {
  /** The client's name. */
  readonly client: string
  /** The id of the person whom the credential names; `undefined` where it names none. */
  readonly person: string | undefined
  /** Equal for the requests of one principal, and different for any two. */
  readonly id: string
}

/**
 * The client, its person and the credential together. By the client's name alone, whoever else uses the same
 * application could answer what a person is being asked, and end or listen in on their session (session hijacking).
 * Not by what was sent itself: a token is renewed while its session goes on.
 */
export function sessionHolder({ client, identity }: Principal): SessionHolder {
  const person = identity.user?.id
  // As JSON, because every part may hold any sign that could be put between them.
  const id = JSON.stringify([client.name, identity.by, identity.credential ?? null, person ?? null])
  return { client: client.name, person, id }
}
