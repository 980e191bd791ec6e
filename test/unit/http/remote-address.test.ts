import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'

import { remoteAddressBy } from '../../../src/http/remote-address.ts'

const from = (remoteAddress: string | undefined, forwarded?: string | string[]) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage

describe('the address of whoever sent a request', () => {
  const of = remoteAddressBy(['10.0.0.0/8', '::1'])

  it.each([
    ['203.0.113.5', undefined, '203.0.113.5'],
    ['203.0.113.5', '1.2.3.4', '203.0.113.5'],
    ['10.1.1.1', '1.2.3.4', '1.2.3.4'],
    ['::ffff:10.1.1.1', '1.2.3.4', '1.2.3.4'],
    ['::1', '6.6.6.6, 1.2.3.4, 10.2.2.2', '1.2.3.4'],
    ['10.1.1.1', '6.6.6.6, not an address', '10.1.1.1'],
    ['10.1.1.1', '10.3.3.3', '10.1.1.1'],
    ['10.1.1.1', '', '10.1.1.1'],
    ['10.1.1.1', '2001:db8::7', '2001:db8::7'],
    [undefined, '1.2.3.4', undefined],
  ])('peer %s, header %s: %s', (peer, header, address) => {
    expect(of(from(peer, header))).toBe(address)
  })

  it('is the peer where no proxy is trusted, whatever is claimed', () => {
    expect(remoteAddressBy([])(from('127.0.0.1', '1.2.3.4'))).toBe('127.0.0.1')
  })
})
