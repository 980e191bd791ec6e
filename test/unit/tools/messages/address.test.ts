import { describe, expect, test } from 'vitest'

import { readAddress } from '../../../../tools/messages/address.ts'

test.each([
  ['ada@example.com', 'ada@example.com'],
  [' ada@example.com\n', 'ada@example.com'],
  ['ada@EXAMPLE.com', 'ada@example.com'],
  ['Ada.Moreno+table@Mail.Example.Com', 'Ada.Moreno+table@mail.example.com'],
  ["o'malley_x@example.com", "o'malley_x@example.com"],
  ['ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
])('%j is one address', (text, address) => {
  expect(readAddress(text)).toBe(address)
})

describe('what is not one plain address is none', () => {
  test.each([
    ['a name beside it', 'Ada <ada@example.com>'],
    ['a quoted name beside it', '"ada@example.com" <eve@evil.example>'],
    ['brackets', '<ada@example.com>'],
    ['two addresses', 'ada@example.com,eve@evil.example'],
    ['two addresses with a semicolon', 'ada@example.com;eve@evil.example'],
    ['two addresses with a space', 'ada@example.com eve@evil.example'],
    ['a second at sign', 'eve@evil.example@example.com'],
    ['a group', 'friends:ada@example.com;'],
    ['a comment', 'ada(eve@evil.example)@example.com'],
    ['a comment behind', 'ada@example.com (Ada)'],
    ['a route', '@evil.example:ada@example.com'],
    ['directions by a percent sign', 'eve%evil.example@example.com'],
    ['directions by an exclamation mark', 'evil.example!eve@example.com'],
    ['a quoted local part', '"eve@evil.example"@example.com'],
    ['a line break', 'ada@example.com\r\nBcc:eve@evil.example'],
    ['a line break inside', 'ada\n@example.com'],
    ['a command', '|mail@example.com'],
    ['an option', '-oQ@example.com'],
    ['an IP address', 'ada@[192.0.2.1]'],
    ['a bare IP address', 'ada@192.0.2.1'],
    ['a name without a domain', 'ada@localhost'],
    ['a dot at an end', 'ada.@example.com'],
    ['two dots', 'ada..moreno@example.com'],
    ['a dot behind', 'ada@example.com.'],
    ['an empty label', 'ada@example..com'],
    ['a label that begins with a dash', 'ada@-example.com'],
    ['a Cyrillic letter in the domain', 'ada@ex\u0430mple.com'],
    ['a Cyrillic letter in the name', '\u0430da@example.com'],
    ['a Kelvin sign, which is a k in small letters', 'ada@\u212Aite.example'],
    ['a full-width sign', 'ada\uFF20example.com'],
    ['a full-width dot', 'ada@example\uFF0Ecom'],
    ['an ideographic full stop', 'ada@example\u3002com'],
    ['a hidden character', 'ada@exam\u200Bple.com'],
    ['a soft hyphen', 'ada@exam\u00ADple.com'],
    ['a NUL', 'ada\0@example.com'],
    ['a pattern', '*@example.com'],
    ['too much', `${'a'.repeat(65)}@example.com`],
    ['nothing', ''],
  ])('%s', (_what, text) => {
    expect(readAddress(text)).toBeUndefined()
  })
})
