import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { demoDeployment } from '../support/demo-deployment.ts'
import { MAIN, runToolcrib } from '../support/run-program.ts'
import { SECRET } from '../support/shop.ts'
import { SHOP_CONFIG } from '../support/start-app.ts'
import {
  callOf,
  HELLO,
  readFrame,
  stdioProcess,
  type StdioProcess,
} from '../support/stdio-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { servedDay } from '../support/visit.ts'

/** What the client that started the process grants it to be gone. */
const GRACE_MS = 2_000

/** LiveKit's limit for the start and the first answer together. */
const LIVEKIT_MS = 5_000

/** The exit code for a command line that cannot be followed. */
const WRONG_USAGE = 2

/** Starting a process on a busy machine takes its time; what counts is measured within the tests. */
const PATIENCE = { timeout: 30_000 }

/** The demo deployment on stdio, for the client `voice`. */
function demo(...more: readonly string[]): StdioProcess {
  const config = demoDeployment(tempDir())
  const args = ['serve', '--stdio', '--client', 'voice', '--config', config, ...more]
  return stdioProcess([MAIN, ...args])
}

/** The shop on stdio, whose tools misbehave on request, for a client that may do everything. */
function shop(...more: readonly string[]): StdioProcess {
  const config = join(tempDir(), 'toolcrib.yaml')
  writeFileSync(config, SHOP_CONFIG)
  const hook = join(import.meta.dirname, '..', 'support', 'installed-shop.ts')
  const args = ['serve', '--stdio', '--client', 'all', '--config', config, ...more]
  return stdioProcess(['--import', hook, MAIN, ...args])
}

/** Greets the server, and returns when it has answered. */
async function greet({ send, answer }: StdioProcess): Promise<void> {
  send(...HELLO)
  await answer(0)
}

/** Starts a call that never ends, and returns when the server has certainly read it. */
async function keepBusy({ send, answer }: StdioProcess, tool: string, args: object): Promise<void> {
  send(callOf(1, tool, args), callOf(2, 'shop_check', { item: 'mug', count: 1 }))
  await answer(2)
}

describe('the process', PATIENCE, () => {
  it('answers for the first time well before a client gives up', async () => {
    const startedMs = performance.now()
    await greet(demo())
    expect(performance.now() - startedMs).toBeLessThan(LIVEKIT_MS - 1_000)
  })

  it('S39: is told its client by whoever starts it, and refuses one that does not exist without a word on stdout', async () => {
    const config = demoDeployment(tempDir())
    const args = ['serve', '--stdio', '--config', config]
    const ends = [['--client', 'nobody'], ['--client', ''], []].map((more) =>
      runToolcrib(...args, ...more),
    )
    for (const { code, stdout, stderr } of await Promise.all(ends)) {
      expect(code).toBe(WRONG_USAGE)
      expect(stdout).toBe('')
      expect(stderr).toContain('The clients are: voice, desk, inspector.')
    }
  })
})

describe('S18: stdout', PATIENCE, () => {
  it('carries frames and nothing else, while logs of every level go to stderr', async () => {
    const server = demo('--log-level', 'debug')
    await greet(server)
    const wish = { date: servedDay(), party_size: 2, meal: 'dinner' }
    server.send({ id: 1, method: 'tools/list' }, callOf(2, 'reservations_check', wish))
    server.send(callOf(3, 'reservations_check', { ...wish, party_size: 'lots' }))
    server.send(callOf(4, 'no_such_tool'), { id: 5, method: 'no/such/method' })
    server.child.stdin.write('this is not JSON\n')
    await Promise.all([1, 2, 3, 4, 5].map((id) => server.answer(id)))
    server.child.stdin.end()
    const { stderr } = await server.ended
    expect(server.lines.filter((line) => readFrame(line) === undefined)).toEqual([])
    expect(server.lines.length).toBeGreaterThanOrEqual(6)
    expect(stderr).toContain('"tool":"reservations_check"')
    expect(stderr).toContain('"msg":"stopped"')
  })

  it('carries nothing that a tool prints', async () => {
    const server = shop()
    await greet(server)
    server.send(callOf(1, 'shop_say', { text: 'print' }))
    await server.answer(1)
    server.child.stdin.end()
    const { stderr } = await server.ended
    expect(server.lines.filter((line) => readFrame(line) === undefined)).toEqual([])
    expect(stderr).toContain('a line that is no frame')
  })

  it('says nothing of why a tool failed; the log does, without the password in it', async () => {
    const server = shop('--log-level', 'debug')
    await greet(server)
    server.send(
      ...['throw', 'render', 'text'].map((how, at) => callOf(at + 1, 'shop_leak', { how })),
    )
    const answers = await Promise.all([1, 2, 3].map((id) => server.answer(id)))
    for (const { result } of answers) expect(result).toMatchObject({ isError: true })
    server.child.stdin.end()
    const { stderr } = await server.ended
    expect(server.lines.filter((line) => readFrame(line) === undefined)).toEqual([])
    expect(server.lines.join('\n')).not.toContain(SECRET)
    expect(stderr).toContain('postgres://…@db.internal:5432/prod')
    expect(stderr).not.toContain('hunter2')
  })
})

describe('a bug that nobody caught', PATIENCE, () => {
  it('is logged, and ends the process in order', async () => {
    const server = shop()
    await greet(server)
    server.send(callOf(1, 'shop_say', { text: 'reject' }))
    const { code, stderr } = await server.ended
    expect(code).toBe(1)
    expect(stderr).toContain('nobody caught this')
    expect(stderr).toContain('"msg":"stopped"')
  })
})

describe('a line that is longer than is read', PATIENCE, () => {
  it('ends the process in order, rather than leave its client with one that is deaf', async () => {
    const server = demo()
    await greet(server)
    // Its client goes on holding the pipe open; more than it takes, it cannot write.
    server.child.stdin.on('error', () => {}).write(Buffer.alloc(11 * 1_048_576, ' '))
    const { code, stderr } = await server.ended
    expect(code).toBe(1)
    expect(stderr).toContain('connection given up')
    expect(stderr).toContain('"msg":"stopped"')
  })
})

describe.each([
  { event: 'its stdin ends', isHeard: false, stop: ({ child }: StdioProcess) => child.stdin.end() },
  {
    event: 'it gets SIGTERM',
    isHeard: true,
    stop: ({ child }: StdioProcess) => child.kill('SIGTERM'),
  },
  {
    event: 'it gets SIGINT',
    isHeard: true,
    stop: ({ child }: StdioProcess) => child.kill('SIGINT'),
  },
])(
  'S18: when $event, the process is gone in time, without complaint',
  PATIENCE,
  ({ stop, isHeard }) => {
    const gone = async (server: StdioProcess) => {
      const stoppedMs = performance.now()
      stop(server)
      const { code, stderr } = await server.ended
      expect(performance.now() - stoppedMs).toBeLessThan(GRACE_MS)
      expect(code, stderr).toBe(0)
      expect(server.lines.filter((line) => readFrame(line) === undefined)).toEqual([])
      return stderr
    }

    it('as it idles', async () => {
      const server = demo()
      await greet(server)
      expect(await gone(server)).not.toContain('unfinished')
    })

    it('during a call that reads', async () => {
      const server = shop()
      await greet(server)
      await keepBusy(server, 'shop_wait', {})
      expect(await gone(server)).not.toContain('unfinished')
    })

    it('during a write that ends in time, which is finished first', async () => {
      const server = shop()
      await greet(server)
      server.send(callOf(7, 'shop_order', { item: 'brief' }))
      server.send(callOf(8, 'shop_check', { item: 'mug', count: 1 }))
      await server.answer(8)
      const stderr = await gone(server)
      expect(stderr).toMatch(/"tool":"shop_order".*"outcome":"success"/)
      expect(stderr).not.toContain('unfinished')
      // A client that has closed its side has stopped listening; any other still gets its answer.
      expect(server.lines.join('\n').includes('Ordered brief.') || !isHeard).toBe(true)
    })

    it('during a write that never ends, which the log then names', async () => {
      const server = shop()
      await greet(server)
      await keepBusy(server, 'shop_order', { item: 'slow' })
      expect(await gone(server)).toMatch(/"tool":"shop_order".*"msg":"unfinished"/)
    })
  },
)
