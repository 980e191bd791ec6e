import type { Server } from 'node:http'

export interface ListenAt {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
}

/** Resolves to the server's URL, such as `http://127.0.0.1:8080`, once it listens. Rejects when it cannot. */
export function listenAt(server: Server, { host, port }: ListenAt): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(urlOf(server, host)))
  })
}

function urlOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const scheme = 'setSecureContext' in server ? 'https' : 'http'
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
