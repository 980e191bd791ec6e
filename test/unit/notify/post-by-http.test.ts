import { createServer } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'

import { postByHttp } from '../../../src/notify/webhooks/post.ts'

it.each([301, 302, 303, 307, 308])(
  'S37: a receiver does not choose where else a message goes: %i',
  async (status) => {
    const came: string[] = []
    const server = createServer((request, response) => {
      came.push(request.url ?? '')
      response.writeHead(status, { location: '/canary' }).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const posted = await postByHttp(`http://127.0.0.1:${port}/hook`, {}, '{}')
    expect(posted).toMatchObject({ ok: false, why: `status ${status}` })
    expect(came).toEqual(['/hook'])
  },
)
