import { BlockList, isIP } from 'node:net'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** Whether only this machine can reach a server that listens on `host`, a name or an address. */
export function isLoopback(host: string): boolean {
  const family = isIP(host)
  // Only addresses are asked of the list: "127.0.0.1.example.com" is a name that anyone may own.
  if (family === 0) return host === 'localhost'
  return LOOPBACK.check(host, family === 4 ? 'ipv4' : 'ipv6')
}
