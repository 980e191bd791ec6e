import { readAddress } from './address.ts'

/** Who may be written to, by which client. */
export interface AllowList {
  /**
   * The address to write to, when the client may write to this one; `undefined` when it may not. Where the list spells
   * it with other capitals, the list's spelling is the one that is written to.
   */
  recipientFor(client: string, address: string): string | undefined
}

/** Whether a text can stand in the list: an address, or `*@` and a domain. */
export function isPattern(text: string): boolean {
  return domainOf(text) !== undefined || readAddress(text) !== undefined
}

/**
 * Makes the list from the configuration's. Fails closed: a client that is not named may write to nobody, as may one whose
 * list is empty, and a domain stands for itself alone, without the ones below it.
 */
export function createAllowList(allow: Readonly<Record<string, readonly string[]>>): AllowList {
  // A map, because a record also has what every object has, under names such as "constructor".
  const byClient = new Map(Object.entries(allow))
  return Object.freeze<AllowList>({
    recipientFor(client, address) {
      const patterns = byClient.get(client) ?? []
      const plain = readAddress(address)
      if (plain === undefined) return undefined
      const listed = patterns.flatMap((pattern) => readAddress(pattern) ?? [])
      const domains = patterns.flatMap((pattern) => domainOf(pattern) ?? [])
      return (
        listed.find((one) => one === plain) ??
        listed.find((one) => one.toLowerCase() === plain.toLowerCase()) ??
        domains.map((domain) => (plain.endsWith(`@${domain}`) ? plain : undefined)).find(Boolean)
      )
    },
  })
}

function domainOf(pattern: string): string | undefined {
  const text = pattern.trim()
  // Read as an address, so that a domain means the same in both.
  const address = text.startsWith('*@') ? readAddress(`a${text.slice(1)}`) : undefined
  return address?.slice('a@'.length)
}
