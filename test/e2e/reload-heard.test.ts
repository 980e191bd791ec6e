import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'

import { eventStream, listen, type EventStream } from '../support/event-stream.ts'
import { loggedProcess } from '../support/logged-process.ts'
import { configWith, MOUNTED, ownProject } from '../support/own-project.ts'
import { LIST, namesIn, postMcp } from '../support/post-mcp.ts'
import { initialize, modern, sendRaw } from '../support/post-raw.ts'
import { MAIN } from '../support/run-program.ts'
import { stdioProcess, type StdioProcess } from '../support/stdio-process.ts'

const PATIENCE = { timeout: 60_000 }
const SOON = { timeout: 20_000, interval: 10 }

const CHANGED = '"notifications/tools/list_changed"'
const LISTENING = 'notifications/subscriptions/acknowledged'

const BOTH = configWith(MOUNTED)
const ONE = BOTH.replace("'*'", 'parking_open_gate')

const BEFORE = ['parking_open_gate']
const AFTER = ['parking_count_spaces', 'parking_open_gate']

/** A client that hears what happens, and asks for its list. */
interface Listener {
  readonly stream: EventStream
  list(): Promise<readonly string[]>
}

/** One of 2025, which holds the stream of its session open. */
async function inSession(url: string): Promise<Listener> {
  const { session } = await sendRaw(url, initialize())
  const headers = { 'mcp-session-id': session ?? '', 'mcp-protocol-version': '2025-11-25' }
  await sendRaw(url, { jsonrpc: '2.0', method: 'notifications/initialized' }, { headers })
  return {
    stream: await eventStream(url, { headers: { ...headers, accept: 'text/event-stream' } }),
    list: async () => namesIn(await postMcp(url, LIST, headers)).toSorted(),
  }
}

/** One of 2026, which listens. */
async function listening(url: string): Promise<Listener> {
  const stream = await listen(url, { toolsListChanged: true })
  await stream.until(LISTENING)
  const { message, headers } = modern('tools/list')
  return { stream, list: async () => namesIn(await postMcp(url, message, headers)).toSorted() }
}

/** How often word of a changed list has come. */
const heardIn = (text: string) => text.split(CHANGED).length - 1

describe('a reload that changes what a client may use', PATIENCE, () => {
  it('is heard over HTTP by those with a session and by those who listen, who then get another list', async () => {
    const folder = ownProject({ 'toolcrib.yaml': ONE })
    const config = join(folder, 'toolcrib.yaml')
    const server = loggedProcess([MAIN, 'serve', '--port', '0', '--config', config])
    const url = `${await server.logged(/"url":"([^"]+)"/)}/mcp?client=me`
    const clients = [await inSession(url), await listening(url)]
    for (const { list } of clients) expect(await list()).toEqual(BEFORE)

    // What cannot be loaded changes nothing, and nobody hears of it.
    writeFileSync(config, BOTH.replace('profile: voice', 'profile: voic'))
    server.child.kill('SIGHUP')
    await server.logged(/not reloaded/)
    for (const { list } of clients) expect(await list()).toEqual(BEFORE)

    writeFileSync(config, BOTH)
    server.child.kill('SIGHUP')
    for (const { stream, list } of clients) {
      expect(heardIn(await stream.until(CHANGED))).toBe(1)
      expect(await list()).toEqual(AFTER)
    }
  })

  it('is heard over stdio by a client of 2026 that listens', async () => {
    const folder = ownProject({ 'toolcrib.yaml': ONE })
    const config = join(folder, 'toolcrib.yaml')
    const server = stdioProcess([
      MAIN,
      'serve',
      '--stdio',
      '--client=me',
      '--watch',
      `--config=${config}`,
    ])
    const { message } = modern('subscriptions/listen', {
      notifications: { toolsListChanged: true },
    })
    server.send({ ...message, id: 1 })
    await spoken(server, LISTENING)
    expect(await listed(server, 2)).toEqual(BEFORE)
    writeFileSync(config, BOTH)
    expect(heardIn(await spoken(server, CHANGED))).toBe(1)
    expect(await listed(server, 3)).toEqual(AFTER)
  })
})

/** All that a server on stdio has said, once these words are in it. */
function spoken({ lines }: StdioProcess, words: string): Promise<string> {
  return vi.waitFor(() => {
    const said = lines.join('\n')
    if (!said.includes(words)) throw new Error(said)
    return said
  }, SOON)
}

async function listed(server: StdioProcess, id: number): Promise<readonly string[]> {
  server.send({ ...modern('tools/list').message, id })
  const body = JSON.stringify(await server.answer(id))
  return namesIn({ body }).toSorted()
}
