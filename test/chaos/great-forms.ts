import { gzipSync } from 'node:zlib'

import { KNOWN_CALL } from './well-formed.ts'

/** A request that is far too large, in the form in which it is sent. */
export interface GreatForm {
  readonly name: string
  readonly head: string
  /** What follows the head, part by part; without an end where the form has none. */
  readonly parts: () => Iterable<Buffer>
  /** What a server that has its limits answers. */
  readonly status: number
}

const GREAT_BYTES = 100 * 1_048_576
const PART = Buffer.alloc(65_536, ' ')
const PACKED = gzipSync(Buffer.alloc(GREAT_BYTES, ' '))

const HEAD = KNOWN_CALL.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')

export const GREAT_FORMS: readonly GreatForm[] = [
  {
    name: '100 MB, as it says',
    head: post(`Content-Length: ${GREAT_BYTES}`),
    parts: () => blanks(GREAT_BYTES),
    status: 413,
  },
  {
    name: '100 MB in chunks',
    head: post('Transfer-Encoding: chunked'),
    parts: () => inChunks(GREAT_BYTES, PART.length),
    status: 413,
  },
  {
    name: 'chunks without an end',
    head: post('Transfer-Encoding: chunked'),
    parts: () => inChunks(Number.POSITIVE_INFINITY, PART.length),
    status: 413,
  },
  {
    name: 'chunks of one byte without an end',
    head: post('Transfer-Encoding: chunked'),
    parts: () => inChunks(Number.POSITIVE_INFINITY, 1),
    status: 413,
  },
  {
    name: '100 MB packed by gzip',
    // Not unpacked, so it is no JSON.
    head: post(`Content-Encoding: gzip\r\nContent-Length: ${PACKED.length}`),
    parts: () => [PACKED],
    status: 400,
  },
  {
    name: 'headers of 1 MB',
    head: 'POST /mcp HTTP/1.1\r\n',
    parts: () => [Buffer.from(`X-Header: ${'x'.repeat(1_000)}\r\n`.repeat(1_024))],
    status: 431,
  },
  {
    name: 'a header of 1 MB',
    head: 'POST /mcp HTTP/1.1\r\n',
    parts: () => [Buffer.from(`X-Header: ${'x'.repeat(1_048_576)}\r\n`)],
    status: 431,
  },
  {
    name: 'headers without an end',
    head: 'POST /mcp HTTP/1.1\r\n',
    parts: () => forever(Buffer.from('X: y\r\n'.repeat(1_000))),
    status: 431,
  },
  {
    name: 'an address of 1 MB',
    head: `POST /${'x'.repeat(1_048_576)} HTTP/1.1\r\n${HEAD}\r\n`,
    parts: () => [],
    status: 431,
  },
]

function post(more: string): string {
  return `POST /mcp HTTP/1.1\r\n${HEAD}${more}\r\n\r\n`
}

function* blanks(bytes: number): Generator<Buffer> {
  for (let sent = 0; sent < bytes; sent += PART.length) yield PART
}

function* inChunks(bytes: number, size: number): Generator<Buffer> {
  const chunk = Buffer.from(`${size.toString(16)}\r\n${' '.repeat(size)}\r\n`)
  const perPart = Math.ceil(PART.length / chunk.length)
  const part = Buffer.concat(Array.from({ length: perPart }, () => chunk))
  for (let sent = 0; sent < bytes; sent += size * perPart) yield part
  yield Buffer.from('0\r\n\r\n')
}

function* forever(part: Buffer): Generator<Buffer> {
  for (;;) yield part
}
