import { test } from 'vitest'
import { GOOD, withPart as w, problemsOf, load } from './deployment.ts'
test('x', () => {
  const show = (y: string, ...r: any[]) => console.log(problemsOf(y, ...r).join('\n') || 'OK')
  console.log(load(GOOD))
  for (const y of [
    '',
    'hello',
    '- a',
    'servr: 1',
    'clients: {}\nmodules: {}',
    'clients:\nmodules:\n  customers:\n',
    w('port: 9000', 'prt: 9000\n  port: 99999'),
    w('port: 9000', 'port: "80"'),
    w(
      'port: 9000',
      'port: 1.5\n  demo: yes\n  host: ""\n  locale: english!\n  allowedHosts: ["https://x", "*"]\n  allowedOrigins: [https://a.b/, "*", https://ok.com]\n  dataDir: 5',
    ),
    w('port: 9000', 'demo: true\n  host: 0.0.0.0'),
    w('customers: {}', 'customer: {}'),
    w('customers: {}', 'zebra: {}'),
    w('  customers: {}\n', ''),
    w(
      'restaurant: Olive',
      'restaurant: O, largestParty: 50, lrgst: 1, meals: [{meal: brunch}, {mel: lunch}], deposit: {cents: a}',
    ),
    w('{ restaurant: Olive }', '{}'),
    w('booking: [reservations_check', 'mcp: [reservations_chek, "reservation_*", zzzzzzzzz'),
    w('profile: voice', 'titel: x'),
    w('profile: voice', 'profile: voic'),
    w('profile: voice', 'profile: other\n    credential: sk-live-1'),
    w('profile: voice', 'profile: voice\n    credential: {sk-live-1}'),
    w('profile: voice', 'profile: voice\n    credential: {evn: X}'),
    w('profile: voice', 'profile: voice\n    credential: {env: sk_live}'),
    w('profile: voice', 'profile: voice\n    credential: {env: VOICE_KEY}'),
    w('profile: voice', 'profile: voice\n    credential: {}'),
    w('profile: voice', 'profile: voice\n    credential: {env: A, file: /b}'),
    w('profile: voice', 'profile: voice\n    credential: {file: ./nokey}'),
    w('customers_*', '*'),
    w('customers_*', '*_find'),
    w('customers_*', '"*_find"'),
    w('customers_*', '"Customers_*"'),
    w('customers_*', '5, customers_fnd'),
    w('exclude: []', 'exclude: [reservation_book]'),
    w('exclude: []', 'exclude: ["*"]'),
    w('toolsets: [booking]', 'toolsets: [bookin, other]'),
    w('highestTier: write', 'highestTier: writ'),
    w('reservations:write', 'reservations:wirte, foo'),
    w('    toolsets: [booking]\n', '').replace('include: [customers_*]', 'include: []'),
    w('reservations:read, reservations:write, customers:read', ''),
    w('  voice:', '  Voice!:'),
    w('voice:', '__proto__:'),
    w('    profile: voice\n', ''),
    w('  voice:\n', '  voice: sk-1\n  voic2:\n'),
  ]) {
    console.log('----\n')
    show(y)
  }
})
