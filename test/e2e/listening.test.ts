import { expect, it } from 'vitest'

import { modern } from '../support/post-raw.ts'
import { serveDesk, type ServedDesk } from '../support/serve-desk.ts'

/** Opens a 2026-era stream of what happens, and reads it line by line. */
async function listen(served: ServedDesk, notifications: object) {
  const { message, headers } = modern('subscriptions/listen', { notifications })
  const stop = new AbortController()
  const response = await fetch(served.urlFor('a'), {
    method: 'POST',
    signal: stop.signal,
    headers: {
      ...headers,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
    },
    body: JSON.stringify(message),
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let seen = ''
  return {
    stop: () => stop.abort(),
    async until(words: string): Promise<string> {
      while (!seen.includes(words)) {
        const { value, done } = (await reader?.read()) ?? { done: true, value: undefined }
        if (done) return seen
        seen += value
      }
      return seen
    },
  }
}

it('a 2026-era client that listens hears of a changed list, and of nothing it did not ask for', async () => {
  const served = await serveDesk()
  const tools = await listen(served, { toolsListChanged: true })
  const prompts = await listen(served, { promptsListChanged: true })
  expect(await tools.until('acknowledged')).toContain('notifications/subscriptions/acknowledged')
  await prompts.until('acknowledged')
  await served.server.listChanged()
  expect(await tools.until('list_changed')).toContain('notifications/tools/list_changed')
  prompts.stop()
  tools.stop()
})

it('a server that stops does not wait for those who only listen', async () => {
  const served = await serveDesk()
  const tools = await listen(served, { toolsListChanged: true })
  await tools.until('acknowledged')
  await served.server.close()
  await expect(tools.until('never said')).rejects.toThrow('terminated')
})
