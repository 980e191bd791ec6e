import type { SessionHolder } from './session-holder.ts'

/** Of what many share, for one of them. Nobody can take it all, though several together can. */
export function fairShare(ofAll: number): number {
  return Math.max(1, Math.floor(ofAll / 4))
}

/**
 * Whether this holder may have one more beside those that are held. Of `perClient` for all of its client a person has a
 * fair share, because one person of an application could else take what is there for all its people.
 */
export function hasRoom(
  held: readonly SessionHolder[],
  { client, person }: SessionHolder,
  perClient: number,
): boolean {
  const ofClient = held.filter((holder) => holder.client === client)
  if (ofClient.length >= perClient) return false
  const ofPerson = ofClient.filter((holder) => holder.person === person)
  return person === undefined || ofPerson.length < fairShare(perClient)
}
