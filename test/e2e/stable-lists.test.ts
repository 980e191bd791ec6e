import fc from 'fast-check'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { initialize, MODERN, modern, sendModern, sendRaw } from '../support/post-raw.ts'
import { serveDeployment } from '../support/serve-deployment.ts'
import { deskOverStdio, serveDesk } from '../support/serve-desk.ts'
import { HELLO, stdioProcess, type StdioProcess } from '../support/stdio-process.ts'
import { tempDir } from '../support/temp-dir.ts'

const VERSION = 'io.modelcontextprotocol/protocolVersion'
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'

const PATIENCE = { timeout: 60_000 }

const ECHO = { name: 'desk_echo', arguments: { text: 'hello' } }

/** What else a client, or another one, may have asked meanwhile. */
const ASKED = {
  list: (url: string) => sendModern(url, 'tools/list'),
  legacyList: (url: string) => sendRaw(url, { jsonrpc: '2.0', id: 3, method: 'tools/list' }),
  narrowList: (url: string) => sendModern(`${url}&tools=desk_echo`, 'tools/list'),
  discover: (url: string) => sendModern(url, 'server/discover'),
  echo: (url: string) => sendModern(url, 'tools/call', ECHO),
  wrongly: (url: string) => sendModern(url, 'tools/call', { name: 'desk_echo', arguments: {} }),
  nothing: (url: string) => sendModern(url, 'tools/call', { name: 'desk_none', arguments: {} }),
  asked: (url: string) =>
    sendModern(url, 'tools/call', { name: 'desk_which', arguments: { name: 'Ada' } }),
  session: (url: string) => sendRaw(url, initialize()),
  odd: (url: string) => sendRaw(url, { jsonrpc: '2.0', id: 4, method: 'tools/guess' }),
} as const

type Asked = keyof typeof ASKED

const NAMES = Object.keys(ASKED) as Asked[]
const CLIENTS = ['a', 'b', 'reader', 'held', 'loose'] as const

describe('S12 and S13: a list is the same to the byte', PATIENCE, () => {
  it('whatever was asked before, by whomever, on whichever connection', async () => {
    const served = await serveDesk()
    const lists = async (client: string) => ({
      whole: (await ASKED.list(served.urlFor(client))).text,
      narrow: (await ASKED.narrowList(served.urlFor(client))).text,
      legacy: (await ASKED.legacyList(served.urlFor('a'))).text,
    })
    const first = new Map<string, unknown>()
    for (const client of CLIENTS) first.set(client, await lists(client))
    const step = fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...CLIENTS))
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...CLIENTS),
        async (steps, client) => {
          await Promise.all(steps.map(([what, by]) => ASKED[what](served.urlFor(by))))
          expect(await lists(client)).toEqual(first.get(client))
        },
      ),
      { numRuns: 25 },
    )
  })

  it('whatever the client can be asked, and whoever answers: the edge or the SDK', async () => {
    const served = await serveDesk()
    const url = served.urlFor('a')
    // Of a client that can be asked something the edge answers nothing itself, and neither where progress is wanted.
    const able = { [CAPABILITIES]: { elicitation: {} } }
    const unable = { [CAPABILITIES]: {} }
    const listed = async (meta: object) => {
      const { message, headers } = modern('tools/list', {}, { [VERSION]: MODERN, ...meta })
      return (await sendRaw(url, message, { headers })).text
    }
    expect(await listed(able)).toBe(await listed(unable))
    const legacy = async (params: object) => {
      const message = { jsonrpc: '2.0', id: 1, method: 'tools/list', params }
      const { text } = await sendRaw(url, message)
      return /^data: (.+)$/m.exec(text)?.[1] ?? text
    }
    expect(await legacy({ _meta: { progressToken: 1 } })).toBe(await legacy({}))
  })

  it('after a restart over the same data', async () => {
    const file = join(tempDir(), 'toolcrib.yaml')
    const use = join(import.meta.dirname, '../support/desk.ts')
    writeFileSync(
      file,
      `server: { demo: true, dataDir: data }
modules: { desk: { use: ${use} } }
clients: { a: { profile: full, tools: { include: ['*'] }, highestTier: write } }
`,
    )
    const listed = async () => {
      const { url, stop } = await serveDeployment(file)
      const at = `${url}/mcp?client=a`
      const before = (await ASKED.list(at)).text
      await Promise.all(NAMES.map((what) => ASKED[what](at)))
      const after = (await ASKED.list(at)).text
      await stop()
      return [before, after]
    }
    const texts = [...(await listed()), ...(await listed())]
    expect(new Set(texts).size).toBe(1)
    expect(texts[0]).toContain('desk_echo')
  })

  it('over stdio, too', async () => {
    const listed = async () => {
      const server = stdioProcess(deskOverStdio())
      server.send(...HELLO, { id: 1, method: 'tools/list' })
      await server.answer(1)
      server.send({ id: 2, method: 'tools/call', params: ECHO }, { id: 3, method: 'tools/list' })
      await server.answer(3)
      return [1, 3].map((id) => lineOf(server, id))
    }
    const texts = [...(await listed()), ...(await listed())]
    expect(new Set(texts).size).toBe(1)
  })
})

/** The line of an answer as it came, but for its id. */
function lineOf({ lines }: StdioProcess, id: number): string {
  const line = lines.find((each) => JSON.parse(each).id === id)
  if (line === undefined) throw new Error(`no answer to ${id}`)
  return line.replace(`"id":${id}`, '"id":0').replaceAll(/"dev\.toolcrib\/call":"[^"]*"/g, '')
}

describe('S11: on one pipe', PATIENCE, () => {
  it('requests of the 2026 era that take turns are answered as each would be alone', async () => {
    const CAN = 'io.modelcontextprotocol/clientCapabilities'
    const ask = (capabilities: object) => {
      const { message } = modern('tools/call', { name: 'desk_which', arguments: { name: 'Ada' } })
      const { _meta, ...params } = message.params
      return { ...message, params: { ...params, _meta: { ..._meta, [CAN]: capabilities } } }
    }
    const kinds = [
      ask({ elicitation: { form: {} } }),
      ask({}),
      modern('tools/list').message,
      modern('tools/call', ECHO).message,
      modern('tools/call', { name: 'desk_none', arguments: {} }).message,
      modern('tools/guess').message,
    ]
    const answersTo = async (server: StdioProcess, messages: readonly object[], from: number) => {
      const ids = messages.map((_, at) => from + at)
      server.send(...messages.map((message, at) => ({ ...message, id: ids[at] })))
      await Promise.all(ids.map((id) => server.answer(id)))
      return ids.map((id) => comparable(lineOf(server, id)))
    }
    const alone: string[] = []
    for (const message of kinds) {
      const server = stdioProcess(deskOverStdio())
      alone.push(...(await answersTo(server, [message], 1)))
      server.child.kill('SIGKILL')
    }
    const server = stdioProcess([...deskOverStdio()])
    for (let round = 0; round < 5; round += 1) {
      const order = kinds.map((_, at) => (at + round) % kinds.length)
      const shuffled = order.map((at) => kinds[at] ?? {})
      const answers = await answersTo(server, shuffled, 100 * (round + 1))
      expect(answers).toEqual(order.map((at) => alone[at]))
    }
  })
})

/** A question's state is another one each time. */
function comparable(line: string): string {
  return line.replaceAll(/"requestState":"[^"]*"/g, '"requestState":""')
}
