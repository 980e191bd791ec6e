import { initializeLogger, llm, voice } from '@livekit/agents'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, Server } from '@modelcontextprotocol/server'
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { test, type TestContext } from 'node:test'

import { ReservationAgent } from './agent.ts'
import { toolcribToolset } from './toolcrib-toolset.ts'

const TOOLCRIB_URL = process.env['TOOLCRIB_URL'] ?? 'http://127.0.0.1:8080/mcp?client=voice'

initializeLogger({ pretty: false, level: 'silent' })

test('the agent greets, and its model hears the sentence of a real Toolcrib', async (t) => {
  const wish = { date: 'tomorrow', party_size: 2, meal: 'breakfast' }
  const { session } = await startedSession(t, { url: TOOLCRIB_URL }, [
    { input: 'Is there a table?', toolCalls: [{ name: 'reservations_check', args: wish }] },
  ])
  const result = await session.run({ userInput: 'Is there a table?' }).wait()
  const said = session.history.items.flatMap((item) =>
    item.type === 'message' ? [item.textContent] : [],
  )
  assert.match(said.join('\n'), /Harbor Table, good day/)
  const { output, isError } = result.expect.containsFunctionCallOutput().event().item
  assert.match(output, /^meal was "breakfast"; it must be lunch or dinner\./)
  assert.equal(isError, true)
})

test("an answer is the tool's text", async (t) => {
  const wish = { date: 'tomorrow', party_size: 2, meal: 'dinner' }
  const { session } = await startedSession(t, { url: TOOLCRIB_URL }, [
    {
      input: 'Is there a table?',
      toolCalls: [{ name: 'reservations_find_alternatives', args: wish }],
    },
  ])
  const result = await session.run({ userInput: 'Is there a table?' }).wait()
  const { output } = result.expect.containsFunctionCallOutput({ isError: false }).event().item
  assert.match(output, /dinner/)
})

test('a proof holds in the conversation that gave it, and in no other', async (t) => {
  const ada = { phone: '+1 415 555 0132', postcode: '94110' }
  const talk = [
    { input: 'I am Ada.', toolCalls: [{ name: 'customers_verify', args: ada }] },
    { input: 'My table?', toolCalls: [{ name: 'reservations_look_up', args: {} }] },
  ]
  const { session } = await startedSession(t, { url: TOOLCRIB_URL }, talk)
  await session.run({ userInput: 'I am Ada.' }).wait()
  const mine = await session.run({ userInput: 'My table?' }).wait()
  mine.expect.containsFunctionCallOutput({ isError: false })
  const { session: stranger } = await startedSession(t, { url: TOOLCRIB_URL }, talk)
  const theirs = await stranger.run({ userInput: 'My table?' }).wait()
  theirs.expect.containsFunctionCallOutput({ isError: true })
})

test('a running session is given the tools that appear, and loses those that go', async (t) => {
  const server = await changingServer(t, ['count_mugs'])
  const { agent } = await startedSession(t, { url: server.url }, [])
  assert.deepEqual(toolNames(agent), ['count_mugs'])
  server.change(['count_plates', 'count_mugs'])
  await until(() => toolNames(agent).length === 2)
  server.change(['count_plates'])
  await until(() => toolNames(agent).length === 1)
  assert.deepEqual(toolNames(agent), ['count_plates'])
})

test('where a server does not announce changes, a call asks for the list once it is old', async (t) => {
  const server = await changingServer(t, ['count_mugs'], { announces: false })
  const { agent, session } = await startedSession(t, { url: server.url }, [
    { input: 'How many mugs?', toolCalls: [{ name: 'count_mugs', args: {} }] },
  ])
  server.change(['count_mugs', 'count_plates'])
  await session.run({ userInput: 'How many mugs?' }).wait()
  await until(() => toolNames(agent).length === 2)
})

test('a call to a server that has gone is an answer, and the tools come back with it', async (t) => {
  const first = await changingServer(t, ['count_mugs'])
  const { agent, session } = await startedSession(t, { url: first.url }, [
    { input: 'How many mugs?', toolCalls: [{ name: 'count_mugs', args: {} }] },
  ])
  await first.stop()
  const gone = await session.run({ userInput: 'How many mugs?' }).wait()
  const { output } = gone.expect.containsFunctionCallOutput({ isError: true }).event().item
  assert.match(output, /out of reach/)
  const second = await changingServer(t, ['count_mugs', 'count_bowls'], first)
  await until(() => toolNames(agent).length === 2)
  const there = await session.run({ userInput: 'How many mugs?' }).wait()
  there.expect.containsFunctionCallOutput({ isError: false })
  assert.deepEqual(second.called, ['count_mugs'])
})

test('a call that is never answered is given up, and the connection is kept', async (t) => {
  const server = await changingServer(t, ['count_mugs', 'wait'])
  const { session } = await startedSession(t, { url: server.url, patienceMs: 300 }, [
    { input: 'Wait.', toolCalls: [{ name: 'wait', args: {} }] },
    { input: 'How many mugs?', toolCalls: [{ name: 'count_mugs', args: {} }] },
  ])
  const slow = await session.run({ userInput: 'Wait.' }).wait()
  const { output } = slow.expect.containsFunctionCallOutput({ isError: true }).event().item
  assert.match(output, /taking too long/)
  const next = await session.run({ userInput: 'How many mugs?' }).wait()
  next.expect.containsFunctionCallOutput({ isError: false })
})

test('a server that is not there is told at once', async () => {
  const options = { url: 'http://127.0.0.1:1/mcp', conversation: 'call' }
  await assert.rejects(toolcribToolset(options), /failed/)
})

let conversations = 0

async function startedSession(
  t: TestContext,
  options: { readonly url: string; readonly patienceMs?: number },
  responses: ConstructorParameters<typeof voice.testing.FakeLLM>[0],
) {
  conversations += 1
  const conversation = `${process.pid}/${conversations}`
  const agent = new ReservationAgent(await toolcribToolset({ ...options, conversation }))
  const session = new voice.AgentSession({ llm: new voice.testing.FakeLLM(responses), vad: null })
  t.after(() => session.close())
  await session.start({ agent })
  return { agent, session }
}

function toolNames(agent: voice.Agent): readonly string[] {
  return Object.keys(agent.toolCtx.functionTools).sort()
}

/** Serves tools without arguments. When it announces nothing, its list is old as soon as it is given. */
async function changingServer(
  t: TestContext,
  names: readonly string[],
  { port = 0, announces = true }: { readonly port?: number; readonly announces?: boolean } = {},
) {
  let tools = names
  const called: string[] = []
  const mcp = createMcpHandler(() => {
    const server = new Server(
      { name: 'changing', version: '1.0.0' },
      {
        capabilities: { tools: { listChanged: announces } },
        cacheHints: { 'tools/list': { ttlMs: announces ? 60_000 : 0, cacheScope: 'private' } },
      },
    )
    server.setRequestHandler('tools/list', async () => ({
      tools: tools.map((name) => ({ name, description: name, inputSchema: { type: 'object' } })),
    }))
    server.setRequestHandler('tools/call', async ({ params }) => {
      called.push(params.name)
      if (params.name === 'wait') await new Promise(() => {})
      return { content: [{ type: 'text', text: 'Twelve.' }] }
    })
    return server
  })
  const handle = toNodeHandler(mcp)
  const server = createServer((request, response) => void handle(request, response))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const stop = async (): Promise<void> => {
    if (!server.listening) return
    await mcp.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  t.after(stop)
  const address = server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  return {
    url: `http://127.0.0.1:${bound}/mcp`,
    port: bound,
    called,
    stop,
    change(now: readonly string[]) {
      tools = now
      if (announces) mcp.notify.toolsChanged()
    },
  }
}

/** Resolves when `holds` does; the test's own limit ends it otherwise. */
async function until(holds: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const looking = setInterval(() => holds() && resolve(), 10)
  await promise
  clearInterval(looking)
}
