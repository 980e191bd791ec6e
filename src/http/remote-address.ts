import type { IncomingHttpHeaders } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Says from where a request comes. `peer` is the address of its socket. */
export type RemoteAddressOf = (
  peer: string | undefined,
  headers: IncomingHttpHeaders,
) => string | undefined

/**
 * The address of whoever sent a request: the socket's, or, where that is a proxy which the deployment trusts, the last one
 * that such a proxy has named. What a client writes into the header itself stands further in front and is never believed.
 * @param proxies addresses, or networks such as `10.0.0.0/8`
 */
export function remoteAddressBy(proxies: readonly string[]): RemoteAddressOf {
  const trusted = networks(proxies)
  const isTrusted = (address: string): boolean =>
    trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (address, headers) => {
    const peer = plainAddress(address ?? '')
    if (peer === undefined || !isTrusted(peer)) return peer
    const named = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
    for (const entry of named.toReversed()) {
      const address = plainAddress(entry.trim())
      // From here on nobody trusted has looked at what is written.
      if (address === undefined) return peer
      if (!isTrusted(address)) return address
    }
    return peer
  }
}

function networks(written: readonly string[]): BlockList {
  const list = new BlockList()
  for (const text of written) {
    const [address = '', bits] = text.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

/** An IPv4 address that comes in the clothes of IPv6 is the IPv4 address. */
function plainAddress(text: string): string | undefined {
  const address = text.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(address) === 0 ? undefined : address
}
