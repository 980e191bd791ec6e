import { createServer, request, type Server } from 'node:http'
import { once } from 'node:events'
import { pipeline } from 'node:stream'

/**
 * Stands before the server and adds a key to every request, because the suite's own clients have none to send. All else
 * goes through as it came, Host and Origin included, and a closed connection is closed on the other side, too.
 */
export interface KeyBearer {
  readonly port: number
  /** Where the requests go; known only after this has a port, which the deployment has to let in as an origin. */
  leadTo(port: number): void
  close(): Promise<void>
}

export async function keyBearer(key: string): Promise<KeyBearer> {
  let target = 0
  const server = createServer((incoming, response) => {
    const { method, url: path } = incoming
    const outgoing = request({ port: target, host: '127.0.0.1', method, path, setHost: false })
    const { rawHeaders } = incoming
    for (let at = 0; at < rawHeaders.length; at += 2)
      outgoing.appendHeader(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
    outgoing.setHeader('authorization', `Bearer ${key}`)
    outgoing.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      pipeline(answer, response, () => {})
    })
    outgoing.on('error', () => response.destroy())
    response.on('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: portOf(server),
    leadTo: (port) => void (target = port),
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
