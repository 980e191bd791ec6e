import { describe, expect, test } from 'vitest'

import { GOOD, problemsOf, withPart } from './deployment.ts'

/** What replaces which part of the good text, and the lines that refuse it. */
type Refusal = readonly [why: string, part: string, replacement: string, ...lines: string[]]

function refuses(cases: readonly Refusal[]): void {
  test.each(cases)('%s', (_why, part, replacement, ...lines) => {
    expect(problemsOf(withPart(part, replacement))).toEqual(
      lines.map((line) => `toolcrib.yaml:${line}`),
    )
  })
}

describe('keys and their values', () => {
  refuses([
    [
      'an unknown key, with the one that was meant',
      'port: 9000',
      'prt: 9000',
      '2:3  server.prt: there is no such key. Did you mean "port"?',
    ],
    [
      'an unknown key near none, with all that are valid',
      'exclude: []',
      'zebra: []',
      '11:38  clients.voice.tools.zebra: there is no such key. Valid keys: include, exclude.',
    ],
    [
      'a missing key, at the entry it is missing from',
      '    profile: voice\n',
      '',
      '9:3  clients.voice.profile: is missing. It must be voice, chat or full.',
    ],
    [
      'a key with nothing behind it',
      'profile: voice',
      'profile:',
      '10:5  clients.voice.profile: is empty. It must be voice, chat or full.',
    ],
    [
      'a number out of bounds',
      'port: 9000',
      'port: 70000',
      '2:9  server.port: must be at most 65535, not 70000.',
    ],
    [
      'text for a number, without repeating the text',
      'port: 9000',
      'port: "9000"',
      '2:9  server.port: must be a number, not text.',
    ],
    [
      'a word that is not one of few, with the one that was meant',
      'highestTier: write',
      'highestTier: wirte',
      '13:18  clients.voice.highestTier: must be read, write, irreversible or privileged, not "wirte". Did you mean "write"?',
    ],
    [
      'YAML that reads like a yes and is none',
      'port: 9000',
      'demo: yes',
      '2:9  server.demo: must be true or false, not text.',
    ],
    [
      'a list where a map belongs',
      'tools: { include: [customers_*], exclude: [] }',
      'tools: [customers_find]',
      '11:12  clients.voice.tools: must be a map of keys and values, not a list.',
    ],
    [
      'a list item of the wrong kind, where it stands',
      'include: [customers_*]',
      'include: [customers_*, 5]',
      '11:37  clients.voice.tools.include: must be text, not a number.',
    ],
    [
      'a name with other signs than names have',
      '  voice:',
      '  Voice-1:',
      '9:3  clients.Voice-1: a name is 1 to 63 of a-z, 0-9 and _, and starts with a letter.',
    ],
    [
      'a toolset that would hide the address of the server',
      'booking: [reservations_check, reservations_book]',
      'mcp: [reservations_check]\n  booking: [reservations_book]',
      '7:3  toolsets.mcp: no toolset may be called "mcp", because that is the address of the server itself.',
    ],
    [
      'an origin that is none, and a host that is a URL',
      'port: 9000',
      'allowedOrigins: [app.example.com]\n  allowedHosts: ["https://app.example.com"]',
      '2:20  server.allowedOrigins: must be a full origin such as https://app.example.com, without a path.',
      '3:18  server.allowedHosts: must be a host such as tools.example.com or tools.example.com:8443, without https:// and without *.',
    ],
    [
      'a language that is none',
      'port: 9000',
      'locale: english!',
      '2:11  server.locale: must be a language tag, such as en-US.',
    ],
  ])
})

describe('the acting user, checkpoints and the mail server', () => {
  refuses([
    [
      'an acting user without an id, and with an address that is none',
      'profile: voice',
      'profile: voice\n    user: { name: Ada, email: ada }',
      '11:5  clients.voice.user.id: is missing. It must be text.',
      '11:31  clients.voice.user.email: must be a valid email.',
    ],
    [
      'a wait that nobody would sit through',
      'profile: voice',
      'profile: voice\n    confirmAfterSeconds: 61',
      '11:26  clients.voice.confirmAfterSeconds: must be at most 60.',
    ],
    [
      'checkpoints beside the ledger',
      'port: 9000',
      'dataDir: state\n  checkpoints: ./state/deep/../checkpoints.txt',
      '3:16  server.checkpoints: lies in server.dataDir, where whoever changes the ledger could change its checkpoints as well. Name a file in another place, best on another machine.',
    ],
    [
      'checkpoints in the folder that is taken where none is named',
      'port: 9000',
      'checkpoints: ../data',
      '2:16  server.checkpoints: lies in server.dataDir, where whoever changes the ledger could change its checkpoints as well. Name a file in another place, best on another machine.',
    ],
    [
      'a mail server with a sender that is no address',
      'port: 9000',
      'mail: { host: localhost, from: Desk }',
      '2:34  server.mail.from: must be an address such as desk@example.com or "Harbor Table <desk@example.com>".',
    ],
    [
      'a user of the mail server without a password',
      'port: 9000',
      'mail: { host: localhost, from: desk@example.com, user: desk }',
      '2:9  server.mail: user and password belong together; write both or neither.',
    ],
    [
      'a sender that would bring a header of its own',
      'port: 9000',
      'mail: { host: localhost, from: "Desk\\nBcc: all <a@example.com>" }',
      '2:34  server.mail.from: must be an address such as desk@example.com or "Harbor Table <desk@example.com>".',
    ],
  ])
})

describe('names that refer to nothing', () => {
  refuses([
    [
      'a module',
      'customers: {}',
      'costumers: {}',
      '5:3  modules.costumers: there is no such module. Did you mean "customers"?',
    ],
    [
      'a module near none',
      'customers: {}',
      'zebra: {}',
      '5:3  modules.zebra: there is no such module. Modules: reservations, customers. To load one of your own, say where it is with "use".',
    ],
    [
      'a tool to include',
      'include: [customers_*]',
      'include: [customers_fnd]',
      '11:24  clients.voice.tools.include: no tool is called "customers_fnd". Did you mean "customers_find"?',
    ],
    [
      'a tool to exclude, which would stay open',
      'exclude: []',
      'exclude: [customer_find]',
      '11:48  clients.voice.tools.exclude: no tool is called "customer_find". Did you mean "customers_find"?',
    ],
    [
      'a tool in a toolset, with all there are',
      'booking: [reservations_check, reservations_book]',
      'booking: [reservations_check, zebra]',
      '7:33  toolsets.booking: no tool is called "zebra". Tools: reservations_check, reservations_book, reservations_cancel, customers_find.',
    ],
    [
      'a pattern that fits no tool',
      'include: [customers_*]',
      'include: [customer_*]',
      '11:24  clients.voice.tools.include: no tool matches "customer_*". Did you mean "customers_*"?',
    ],
    [
      'a tool of a module that is not loaded',
      '  customers: {}\n',
      '',
      '10:24  clients.voice.tools.include: "customers_*" belongs to the module customers, which is not loaded. Add it to modules.',
      '13:53  clients.voice.scopes: no tool uses the scope "customers:read". Scopes: reservations:read, reservations:write.',
    ],
    [
      'a toolset',
      'toolsets: [booking]',
      'toolsets: [bookings]',
      '12:16  clients.voice.toolsets: no toolset is called "bookings". Did you mean "booking"?',
    ],
    [
      'a scope',
      'scopes: [reservations:read',
      'scopes: [reservation:read',
      '14:14  clients.voice.scopes: no tool uses the scope "reservation:read". Did you mean "reservations:read"?',
    ],
  ])
})

describe('a client that sees no tools', () => {
  refuses([
    [
      'because it includes none',
      '    tools: { include: [customers_*], exclude: [] }\n    toolsets: [booking]\n',
      '',
      '9:3  clients.voice: sees no tools; tools.include and toolsets are empty, and an empty list allows nothing.',
    ],
    [
      'because all are taken away again',
      'exclude: []',
      'exclude: ["*"]',
      '9:3  clients.voice: sees no tools; tools.exclude takes away everything that is included.',
    ],
    [
      'because it holds no scopes',
      'scopes: [reservations:read, reservations:write, customers:read]',
      'scopes: []',
      '9:3  clients.voice: sees no tools; it lacks the scopes of every tool it includes. reservations_check needs reservations:read.',
    ],
    [
      'because they are all too risky for it',
      'tools: { include: [customers_*], exclude: [] }\n    toolsets: [booking]\n    highestTier: write',
      'tools: { include: [reservations_book] }',
      '9:3  clients.voice: sees no tools; every tool it includes is above highestTier "read". Raise it to "write".',
    ],
  ])
})

describe('one slip is one line', () => {
  refuses([
    [
      'a misspelt tool, though its client then sees none',
      'tools: { include: [customers_*], exclude: [] }\n    toolsets: [booking]',
      'tools: { include: [customers_fnd] }',
      '11:24  clients.voice.tools.include: no tool is called "customers_fnd". Did you mean "customers_find"?',
    ],
    [
      'a misspelt tool in the only toolset of a client',
      'booking: [reservations_check, reservations_book]\nclients:\n  voice:\n    profile: voice\n    tools: { include: [customers_*], exclude: [] }',
      'booking: [reservations_chek]\nclients:\n  voice:\n    profile: voice',
      '7:13  toolsets.booking: no tool is called "reservations_chek". Did you mean "reservations_check"?',
    ],
    [
      'a misspelt module, though all its tools are then unknown',
      'reservations: {',
      'reservation: {',
      '4:3  modules.reservation: there is no such module. Did you mean "reservations"?',
    ],
    [
      'a pattern with signs of regular expressions',
      'include: [customers_*]',
      'include: ["(*"]',
      '11:24  clients.voice.tools.include: write the name of a tool, or a pattern of a-z, 0-9, _ and *.',
    ],
  ])
})

describe('demo mode', () => {
  const demoOn = (host: string) =>
    problemsOf(withPart('port: 9000', `demo: true\n  host: "${host}"`)).length === 0

  test.each(['127.0.0.1', '127.8.0.1', '::1', '0:0:0:0:0:0:0:1', 'localhost'])(
    'starts on %s',
    (host) => expect(demoOn(host)).toBe(true),
  )

  test.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.com', 'localhost.example.com'])(
    'is refused on %s, which others may reach',
    (host) => expect(demoOn(host)).toBe(false),
  )
})

describe('a whole file', () => {
  test.each([
    ['', 'the file is empty. Write keys and values below it.'],
    ['just words', 'the file must be a map of keys and values, not text.'],
  ])('%j is refused', (text, sentence) => {
    expect(problemsOf(text)).toEqual([`toolcrib.yaml:1:1  ${sentence}`])
  })

  test('without modules or clients is refused: it would serve nothing, or nobody', () => {
    expect(problemsOf('modules: {}\nclients: {}\n')).toEqual([
      'toolcrib.yaml:1:10  modules: name at least one module.',
      'toolcrib.yaml:2:10  clients: name at least one client.',
    ])
  })

  test('is told everything at once, in the order of its lines', () => {
    const text = GOOD.replace('port: 9000', 'demo: true\n  host: 0.0.0.0\n  prt: 1')
      .replace('reservations_book', 'reservations_bok')
      .replace('customers_*', 'customers_fnd')
      .replace('profile: voice', 'profile: voice\n    titel: Phone\n    credential: { env: NONE }')
    expect(problemsOf(text)).toEqual([
      'toolcrib.yaml:2:9  server.demo: demo mode serves anyone without a key, so it starts only on a loopback address; set server.host to 127.0.0.1, or set demo to false.',
      'toolcrib.yaml:4:3  server.prt: there is no such key. Did you mean "port"?',
      'toolcrib.yaml:9:33  toolsets.booking: no tool is called "reservations_bok". Did you mean "reservations_book"?',
      'toolcrib.yaml:13:5  clients.voice.titel: there is no such key. Did you mean "title"?',
      'toolcrib.yaml:14:24  clients.voice.credential.env: the environment variable NONE is not set. Set it to the key of this client.',
      'toolcrib.yaml:15:24  clients.voice.tools.include: no tool is called "customers_fnd". Did you mean "customers_find"?',
    ])
  })
})
