import { expect, it } from 'vitest'

import { listen } from '../support/event-stream.ts'
import { serveDesk } from '../support/serve-desk.ts'

it('a 2026-era client that listens hears of a changed list, and of nothing it did not ask for', async () => {
  const served = await serveDesk()
  const tools = await listen(served.urlFor('a'), { toolsListChanged: true })
  const prompts = await listen(served.urlFor('a'), { promptsListChanged: true })
  expect(await tools.until('acknowledged')).toContain('notifications/subscriptions/acknowledged')
  await prompts.until('acknowledged')
  await served.server.listChanged()
  expect(await tools.until('list_changed')).toContain('notifications/tools/list_changed')
  prompts.stop()
  tools.stop()
})

it('a server that stops does not wait for those who only listen', async () => {
  const served = await serveDesk()
  const tools = await listen(served.urlFor('a'), { toolsListChanged: true })
  await tools.until('acknowledged')
  await served.server.close()
  await expect(tools.until('never said')).rejects.toThrow('terminated')
})
