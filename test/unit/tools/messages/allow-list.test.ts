import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { createAllowList, isPattern } from '../../../../tools/messages/allow-list.ts'

const LIST = createAllowList({
  voice: ['Ada.Moreno@example.com', 'ben+desk@example.com', '*@Harbor.example'],
  empty: [],
})
const may = (address: string) => LIST.recipientFor('voice', address)

describe('a client may write', () => {
  test.each([
    ['to an address that is listed', 'Ada.Moreno@example.com', 'Ada.Moreno@example.com'],
    [
      'to it in other capitals, as it is listed',
      'ada.moreno@EXAMPLE.COM',
      'Ada.Moreno@example.com',
    ],
    ['to anybody of a listed domain', 'Someone+else@harbor.example', 'Someone+else@harbor.example'],
    ['to a listed address with a plus', 'ben+desk@example.com', 'ben+desk@example.com'],
  ])('%s', (_what, address, recipient) => {
    expect(may(address)).toBe(recipient)
  })
})

test('of two that differ by capitals, the one that was meant is written to', () => {
  const { recipientFor } = createAllowList({ voice: ['ADA@example.com', 'ada@example.com'] })
  expect(recipientFor('voice', 'ada@example.com')).toBe('ada@example.com')
  expect(recipientFor('voice', 'ADA@example.com')).toBe('ADA@example.com')
})

describe('a client may not write', () => {
  test.each([
    ['to another of the same domain', 'eve@example.com'],
    ['to a listed address with something behind a plus', 'ada.moreno+eve@example.com'],
    ['to a listed address without its plus', 'ben@example.com'],
    ['to a listed address without its dots', 'adamoreno@example.com'],
    ['to a domain below a listed one', 'ada@mail.harbor.example'],
    ['to a domain above a listed one', 'ada@example'],
    ['to a domain that ends like a listed one', 'ada@evilharbor.example'],
    ['to a domain that begins like a listed one', 'ada@harbor.example.evil.example'],
    ['to the domain by itself', '@harbor.example'],
    ['to the pattern', '*@harbor.example'],
    ['to a lookalike', 'ada@h\u0430rbor.example'],
    ['to a lookalike that small letters make real', 'ben+des\u212A@example.com'],
    ['to two at once', 'ada@harbor.example,eve@evil.example'],
  ])('%s', (_what, address) => {
    expect(may(address)).toBeUndefined()
  })

  test('when its list is empty, or when it is not named, whatever its name', () => {
    for (const client of ['empty', 'stranger', 'constructor', '__proto__', 'toString', 'Voice', ''])
      expect(LIST.recipientFor(client, 'Ada.Moreno@example.com'), client).toBeUndefined()
  })
})

test.each([
  '*',
  '*@',
  '*@*',
  '*@*.example.com',
  'a*@example.com',
  '@example.com',
  'example.com',
  '*@example',
  'Ada <ada@example.com>',
  '*@ex\u0430mple.com',
  '*@\u212Aite.example',
])('%j is no pattern', (text) => {
  expect(isPattern(text)).toBe(false)
})

const label = fc.stringMatching(/^[a-z][a-z\d]{0,3}$/)
const domain = fc.tuple(label, fc.constantFrom('example', 'com')).map((parts) => parts.join('.'))
const local = fc.stringMatching(/^[aAbB][ab+.]{0,3}[aAb]$/).filter((text) => !text.includes('..'))
const address = fc.tuple(local, domain).map((parts) => parts.join('@'))
const pattern = fc.oneof(
  address,
  domain.map((name) => `*@${name}`),
)
/** Close to what is listed, and sometimes not quite an address. */
const tried = fc
  .tuple(
    fc.oneof(address, fc.string()),
    fc.constantFrom('', '', ',', ' ', '+x', '.evil.example', '\n', '\u0430'),
  )
  .map(([text, tail]) => text + tail)

const CLIENTS = ['voice', 'office', 'constructor'] as const
const client = fc.constantFrom(...CLIENTS)
const lists = fc.dictionary(client, fc.array(pattern, { maxLength: 4 }))

function ownOf(allow: Readonly<Record<string, readonly string[]>>, name: string) {
  return Object.hasOwn(allow, name) ? (allow[name] ?? []) : []
}

/** What an entry of the list stands for, said without the code that reads it. */
function covers(entry: string, text: string): boolean {
  const [local = '', domain = ''] = text.toLowerCase().split('@')
  return [`${local}@${domain}`, `*@${domain}`].includes(entry.toLowerCase())
}

test('whoever is written to stands in the list of that very client', () => {
  fc.assert(
    fc.property(lists, client, tried, (allow, name, text) => {
      const recipient = createAllowList(allow).recipientFor(name, text)
      const own = ownOf(allow, name)
      const isRight =
        recipient?.toLowerCase() === text.trim().toLowerCase() &&
        /^[\w.+]+@[\w.]+$/.test(recipient) &&
        own.some((entry) => covers(entry, recipient))
      expect(recipient === undefined || isRight).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

test('whoever stands in the list can be written to, in the spelling of the list', () => {
  fc.assert(
    fc.property(lists, client, address, (allow, name, other) => {
      const list = createAllowList({ ...allow, [name]: [...ownOf(allow, name), other] })
      expect(list.recipientFor(name, other)).toBe(other)
      const [, domain = ''] = other.split('@')
      const open = createAllowList({ ...allow, [name]: [`*@${domain.toUpperCase()}`] })
      expect(open.recipientFor(name, other)).toBe(other)
    }),
  )
})
