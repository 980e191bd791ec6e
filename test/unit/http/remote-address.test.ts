import { describe, expect, it } from 'vitest'

import { remoteAddressBy } from '../../../src/http/remote-address.ts'

const claimed = (forwarded: string | undefined) =>
  forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }

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
    expect(of(peer, claimed(header))).toBe(address)
  })

  it('is the peer where no proxy is trusted, whatever is claimed', () => {
    expect(remoteAddressBy([])('127.0.0.1', claimed('1.2.3.4'))).toBe('127.0.0.1')
  })
})
