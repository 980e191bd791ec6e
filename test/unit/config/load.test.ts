import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

import { loadConfig } from '../../../src/config/load.ts'
import { Problems } from '../../../src/kernel/catalog.ts'
import { GOOD, load, MODULES, problemsOf, withPart } from './deployment.ts'

describe('a good file', () => {
  test('gives every setting, with defaults for what it leaves out', () => {
    const config = load(withPart('server:\n  port: 9000\n', ''))
    expect(config.server).toEqual({
      host: '127.0.0.1',
      port: 8080,
      dataDir: expect.stringMatching(/\/data$/),
      demo: false,
      locale: 'en-US',
      allowedHosts: [],
      allowedOrigins: [],
      maxBodyBytes: 1_048_576,
      maxConnections: 20_000,
      trustedProxies: [],
      sessions: { perClient: 20, total: 1_000, idleMs: 900_000 },
    })
    expect([...config.toolsets]).toEqual([['booking', ['reservations_check', 'reservations_book']]])
    expect(config.clients).toEqual([
      {
        name: 'voice',
        title: 'voice',
        profile: 'voice',
        tools: { include: ['customers_*'], exclude: [] },
        toolsets: ['booking'],
        highestTier: 'write',
        scopes: ['reservations:read', 'reservations:write', 'customers:read'],
        user: undefined,
        callsPerMinute: 6_000,
        confirmAfterMs: 2_000,
        sessions: 'auto',
      },
    ])
  })

  test('leaves the settings of a module as they were written, for the module to parse once', () => {
    expect(load(GOOD).modules.map(({ id, config }) => ({ id, config }))).toEqual([
      { id: 'reservations', config: { restaurant: 'Olive' } },
      { id: 'customers', config: {} },
    ])
  })

  test('a client that leaves everything out may only read, and holds nothing', () => {
    const text = `${GOOD}  desk:
    title: Front desk
    profile: full
    tools: { include: [reservations_check] }
    scopes: [reservations:read]
`
    expect(load(text).clients[1]).toEqual({
      name: 'desk',
      title: 'Front desk',
      profile: 'full',
      tools: { include: ['reservations_check'], exclude: [] },
      toolsets: [],
      highestTier: 'read',
      scopes: ['reservations:read'],
      user: undefined,
      callsPerMinute: 6_000,
      confirmAfterMs: 1_000,
      sessions: 'auto',
    })
  })

  test('says on whose behalf a client calls, and how soon a yes may come', () => {
    const said = `profile: voice
    user: { id: u-1, name: Ada, email: ada@example.com }
    confirmAfterSeconds: 0.5`
    const [client] = load(withPart('profile: voice', said)).clients
    expect(client?.user).toEqual({ id: 'u-1', name: 'Ada', email: 'ada@example.com' })
    expect(client?.confirmAfterMs).toBe(500)
    const short = load(withPart('profile: voice', 'profile: voice\n    user: { id: u-1 }'))
    expect(short.clients[0]?.user).toEqual({ id: 'u-1', name: 'u-1', email: undefined })
    expect(short.clients[0]?.confirmAfterMs).toBe(2_000)
  })

  test('finds the checkpoints beside itself, also where they are next to the data', () => {
    const { server } = load(withPart('port: 9000', 'dataDir: data\n  checkpoints: data-2/last.txt'))
    expect(server.checkpointFile).toBe(resolve(server.dataDir, '../data-2/last.txt'))
  })

  test('is frozen to its last leaf', () => {
    const { server, modules, clients, toolsets } = load(GOOD)
    const leaves = [
      server.allowedHosts,
      modules[0]?.config,
      clients[0]?.tools.include,
      toolsets.get('booking'),
    ]
    for (const leaf of leaves) expect(leaf && Object.isFrozen(leaf)).toBe(true)
  })

  test('may name things after the parts of every JavaScript object', () => {
    const config = load(withPart('  voice:', '  constructor:'))
    expect(config.clients[0]?.name).toBe('constructor')
    expect(config.secretOf('toString')).toBeUndefined()
  })
})

describe('paths', () => {
  test('the data folder is relative to the file, not to where the server was started', () => {
    const { server } = loadConfig(
      'test/unit/config/fixture.yaml',
      { builtIn: MODULES, imported: new Map() },
      {},
    )
    expect(server.dataDir).toBe(resolve('test/unit/state'))
  })

  test('a file that does not exist is one problem that says what to do', () => {
    const load = () => loadConfig('config/none.yaml', { builtIn: MODULES, imported: new Map() }, {})
    expect(load).toThrow(Problems)
    expect(load).toThrow(
      /^config\/none\.yaml: there is no such file\. Copy one from config\/examples to this path, or name another file\.$/,
    )
  })

  test('a folder is not a file', () => {
    expect(() => loadConfig('config', { builtIn: MODULES, imported: new Map() }, {})).toThrow(
      /^config: the configuration cannot be read \(EISDIR\)\. Name a file that this process may read\.$/,
    )
  })
})

describe('the command line', () => {
  test('wins over the file', () => {
    const { server } = load(GOOD, {}, {}, { host: '::1', port: 0 })
    expect(server).toMatchObject({ host: '::1', port: 0 })
    expect(load(GOOD, {}, {}, { dataDir: resolve('/var/records') }).server.dataDir).toBe(
      resolve('/var/records'),
    )
  })

  test('is checked like the file, and named as the culprit', () => {
    const text = withPart('profile: voice', 'profile: voic')
    expect(problemsOf(text, {}, {}, { port: Number('abc') })).toEqual([
      '--port: must be a number, not NaN.',
      'toolcrib.yaml:10:14  clients.voice.profile: must be voice, chat or full, not "voic". Did you mean "voice"?',
    ])
  })

  test('cannot open the demo through a proxy either', () => {
    const served = (more: string) => problemsOf(withPart('port: 9000', `demo: true\n  ${more}`))
    const refusal =
      'toolcrib.yaml:2:9  server.demo: demo mode serves anyone without a key, so it starts without server.allowedHosts and server.allowedOrigins; remove them, or set demo to false.'
    expect(served('allowedHosts: [localhost]')).toEqual([])
    expect(served('allowedHosts: [demo.example.com]')).toEqual([refusal])
    expect(served('allowedOrigins: ["https://demo.example.com"]')).toEqual([refusal])
  })

  test('cannot open the demo to the network', () => {
    const text = withPart('port: 9000', 'demo: true')
    expect(problemsOf(text)).toEqual([])
    expect(problemsOf(text, {}, {}, { host: '0.0.0.0' })).toEqual([
      'toolcrib.yaml:2:9  server.demo: demo mode serves anyone without a key, so it starts only on a loopback address; set server.host to 127.0.0.1, or set demo to false.',
    ])
  })
})
