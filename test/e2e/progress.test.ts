import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { describe, expect, it } from 'vitest'

import { ERAS } from '../support/raw-call.ts'
import { modern, sendRaw } from '../support/post-raw.ts'
import { deskOverStdio, serveDesk } from '../support/serve-desk.ts'
import { HELLO, stdioProcess } from '../support/stdio-process.ts'

const BAKE = { name: 'desk_bake', arguments: {} }
const TOKEN = { progressToken: 'p1' }

/** The reports of progress in a stream of events, in their order, and what came after them. */
function reportsIn(lines: readonly string[]) {
  const messages: unknown[] = lines.map((line) => JSON.parse(line))
  const last = messages.at(-1)
  return { reports: messages.slice(0, -1), last }
}

const REPORTS = [1, 2, 3].map((step) =>
  expect.objectContaining({
    method: 'notifications/progress',
    params: expect.objectContaining({
      progressToken: 'p1',
      progress: step,
      total: 3,
      message: `Stage ${step}.`,
    }),
  }),
)

describe('progress over HTTP', () => {
  it.each(ERAS)('%s: comes before the answer, for a call that asks for it', async (era) => {
    const served = await serveDesk()
    const { message, headers } = modern('tools/call', BAKE)
    const { _meta } = message.params
    const sent =
      era === '2026-07-28'
        ? { ...message, params: { ...BAKE, _meta: { ..._meta, ...TOKEN } } }
        : { ...message, params: { ...BAKE, _meta: TOKEN } }
    const { text } = await sendRaw(served.urlFor('a'), sent, {
      headers: era === '2026-07-28' ? headers : {},
    })
    const { reports, last } = reportsIn(
      [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => data ?? ''),
    )
    expect(reports).toEqual(REPORTS)
    expect(last).toMatchObject({ id: 7 })
  })

  it('does not come for a call that asks for none', async () => {
    const served = await serveDesk()
    const { message, headers } = modern('tools/call', BAKE)
    const { text } = await sendRaw(served.urlFor('a'), message, { headers })
    expect(text).not.toContain('notifications/progress')
  })
})

it('over stdio, progress and the answer are all there is on stdout, whatever a module prints', async () => {
  const server = stdioProcess(deskOverStdio())
  server.send(...HELLO, { id: 7, method: 'tools/call', params: { ...BAKE, _meta: TOKEN } })
  await server.answer(7)
  server.child.stdin.end()
  const { code, stderr } = await server.ended
  const { reports, last } = reportsIn(server.lines)
  expect(reports.slice(1)).toEqual(REPORTS)
  expect(last).toMatchObject({ id: 7 })
  expect({ code, isElsewhere: stderr.includes('a stray line') }).toEqual({
    code: 0,
    isElsewhere: true,
  })
}, 60_000)

it('long work: told how far it is, answered in time, and asked for again', async () => {
  const served = await serveDesk()
  const client = new Client({ name: 'x', version: '1' }, { versionNegotiation: { mode: 'legacy' } })
  await client.connect(new StreamableHTTPClientTransport(new URL(served.urlFor('a'))))
  const heard: unknown[] = []
  const work = { name: 'desk_work', arguments: {} }
  const began = Promise.withResolvers<void>()
  const first = client.callTool(work, {
    onprogress: ({ message }) => {
      heard.push(message)
      began.resolve()
    },
  })
  await began.promise
  served.clock.turn(30_000)
  expect((await first).content).toMatchObject([{ text: expect.stringContaining('still') }])
  served.desk.release()
  const second = await client.callTool(work)
  expect(second.content).toMatchObject([
    { text: expect.stringContaining('The bread is ready.') },
    {},
  ])
  expect(heard).toEqual(['The dough is made.'])
  expect(served.desk.began).toEqual(['work'])
  await client.close()
})
