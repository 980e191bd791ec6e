import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** The least that an answer can cost: no protocol, no check, and the list made into text for every answer. */
const [way = '', listFile = ''] = process.argv.slice(2)
const list: unknown = JSON.parse(readFileSync(listFile, 'utf8'))

interface Asked {
  readonly id?: number
  readonly method: string
  readonly params: { readonly arguments: { readonly text: string } }
}

function answer(text: string): string | undefined {
  const { id, method, params } = JSON.parse(text) as Asked
  if (id === undefined) return undefined
  const result =
    method === 'tools/call' ? { content: [{ type: 'text', text: params.arguments.text }] } : list
  return JSON.stringify({ jsonrpc: '2.0', id, result })
}

if (way === 'http') {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      response.setHeader('content-type', 'application/json')
      response.end(answer(Buffer.concat(chunks).toString()))
    })
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.stdout.write(
      `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}\n`,
    )
  })
} else
  createInterface({ input: process.stdin }).on('line', (line) => {
    const said = answer(line)
    if (said !== undefined) process.stdout.write(`${said}\n`)
  })
