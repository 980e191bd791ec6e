import { describe, expect, it } from 'vitest'

import { isFetchable } from '../../../src/auth/fetch-json.ts'

const ISSUER = 'https://login.example.com'

describe('what an issuer’s metadata point to', () => {
  it.each([
    '127.0.0.1',
    '127.8.0.1',
    'localhost',
    '10.0.0.1',
    '172.16.5.4',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '[::1]',
    '[::]',
    '[::ffff:7f00:1]',
    '[::ffff:169.254.169.254]',
    '[::7f00:1]',
    '[64:ff9b::a9fe:a9fe]',
    '[64:ff9b:1::a00:1]',
    '[2002:7f00:1::]',
    '[fd00::1]',
    '[fe80::1]',
    '[ff02::1]',
  ])('S37 and CVE-2026-26118: is not fetched from %s', (host) => {
    expect(isFetchable(`https://${host}/keys`, ISSUER)).toBe(false)
    expect(isFetchable(`http://${host}/keys`, ISSUER)).toBe(false)
  })

  it.each([
    'http://login.example.com/keys',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:application/json,{}',
    'ftp://login.example.com/keys',
    '$(touch /tmp/x)',
    '; touch /tmp/x',
    '//login.example.com/keys',
    '',
  ])('CVE-2025-6514: is nothing but an https address: %s', (url) => {
    expect(isFetchable(url, ISSUER)).toBe(false)
  })

  it('is fetched from public addresses, and in a network of the issuer’s own', () => {
    expect(isFetchable('https://keys.example.net/keys', ISSUER)).toBe(true)
    expect(isFetchable('https://9.9.9.9/keys', ISSUER)).toBe(true)
    expect(isFetchable('https://[2620:fe::fe]/keys', ISSUER)).toBe(true)
    expect(isFetchable('https://10.0.0.7/keys', 'https://10.0.0.7/realm')).toBe(true)
    expect(isFetchable('https://10.0.0.8/keys', 'https://10.0.0.7/realm')).toBe(false)
    expect(isFetchable('http://127.0.0.1:9/keys', 'http://127.0.0.1:8')).toBe(true)
  })
})
