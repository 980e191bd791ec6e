import { expect, test } from 'vitest'

import { problemsOf, withPart } from './deployment.ts'

test.each([
  [
    'a bare *',
    'customers_*',
    '*',
    '11:24  a plain * begins a YAML alias. Write the pattern in quotes: "*".',
  ],
  [
    'a pattern that begins with *',
    'customers_*',
    '*_find',
    '11:24  a plain * begins a YAML alias, which is not supported. Write a pattern in quotes.',
  ],
  [
    'a key written twice',
    'port: 9000',
    'port: 9000\n  port: 9001',
    '3:3  this key is written twice in the same place. Remove one.',
  ],
  [
    'a tag',
    'port: 9000',
    'port: !env PORT',
    '2:9  tags such as !this are not supported. Write plain values.',
  ],
  ['a tab', '  port: 9000', '\tport: 9000', '2:1  tabs cannot indent YAML. Use spaces.'],
  [
    'an unquoted text with a colon',
    'port: 9000',
    'host: a: b',
    '2:9  two keys stand on one line. Write the text in quotes if it holds ": ".',
  ],
  [
    'a second document',
    'clients:',
    '---\nclients:',
    '8:1  the file holds more than one YAML document. Remove the "---" between them.',
  ],
  [
    'a key that is a map, as templates leave behind',
    'port: 9000',
    'port: {{ PORT }}',
    '2:10  a key must be plain text. Write a value that begins with { or [ in quotes.',
  ],
  [
    'the key that JavaScript objects hide',
    '  voice:',
    '  __proto__:',
    '9:3  no key may be called __proto__.',
  ],
])('%s is pointed at', (_what, part, replacement, line) => {
  expect(problemsOf(withPart(part, replacement))).toEqual([`toolcrib.yaml:${line}`])
})

test('one slip is one problem, though the parser stumbles over it several times', () => {
  expect(problemsOf(' server: {}\nmodules: {}\n')).toEqual([
    'toolcrib.yaml:2:1  this is not valid YAML. Look for a wrong indentation or sign.',
  ])
})

test('numbers are fine as keys, and are compared as text', () => {
  expect(problemsOf(withPart('port: 9000', '8080: x'))).toEqual([
    'toolcrib.yaml:2:3  server.8080: there is no such key. Valid keys: host, port, dataDir, demo, locale, allowedHosts, allowedOrigins, tls, trustedProxies, maxConnections, maxBodyBytes, sessions and 4 more.',
  ])
})
