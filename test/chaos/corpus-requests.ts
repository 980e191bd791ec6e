import { bytesOf, KNOWN_CALL, KNOWN_CALL_OF_TODAY, type WellFormed } from './well-formed.ts'

/** A request over HTTP that somebody has thought of, by its name. */
export interface NastyRequest {
  readonly name: string
  readonly bytes: Buffer
  /** Whether nothing in it may be served: two readers in a row could take it for two different requests. */
  readonly isRefused: boolean
}

const BODY = JSON.stringify(KNOWN_CALL.message)
const CHUNKED = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`
const LENGTH = `Content-Length: ${BODY.length}`
const HEAD = KNOWN_CALL.headers.map(([name, value]) => `${name}: ${value}`)
/** What a smuggled request would be. */
const SECOND = bytesOf(KNOWN_CALL.headers, BODY).toString('latin1')

/** Requests whose framing, line or headers are not what they should be. */
export const NASTY_REQUESTS: readonly NastyRequest[] = [
  ...named(true, { ...smuggled(), ...oddFrames(), ...oddLines() }),
  ...named(false, { ...oddHeaders(), ...oddChunks() }),
  ...encodedNames(),
]

function named(isRefused: boolean, all: Readonly<Record<string, string>>): NastyRequest[] {
  return Object.entries(all).map(([name, text]) => ({
    name,
    bytes: Buffer.from(text, 'latin1'),
    isRefused,
  }))
}

/** A post with these headers beside the good ones. */
function post(headers: readonly string[], body: string, line = 'POST /mcp HTTP/1.1'): string {
  return [line, ...HEAD, ...headers, '', body].join('\r\n')
}

function smuggled(): Readonly<Record<string, string>> {
  const chunked = 'Transfer-Encoding: chunked'
  const hidden = `0\r\n\r\n${SECOND}`
  return {
    'length and chunks': post([`Content-Length: ${hidden.length}`, chunked], hidden),
    'chunks and length': post([chunked, 'Content-Length: 4'], hidden),
    'two lengths': post([LENGTH, 'Content-Length: 0'], BODY),
    'two lengths in one': post([`Content-Length: ${BODY.length}, ${BODY.length}`], BODY),
    'two lengths that agree': post([LENGTH, LENGTH], BODY),
    'chunks twice': post(['Transfer-Encoding: chunked, chunked'], CHUNKED),
    'chunks, not last': post(['Transfer-Encoding: chunked, identity'], CHUNKED),
    'chunks with a tab': post(['Transfer-Encoding:\tchunked\u000b'], CHUNKED),
    'chunks in quotes': post(['Transfer-Encoding: "chunked"'], CHUNKED),
    'nearly chunks': post(['Transfer-Encoding: xchunked'], CHUNKED),
    'chunks behind a blank': post(['Transfer-Encoding : chunked'], CHUNKED),
    'chunks in a folded line': post(['Transfer-Encoding:\r\n chunked\r\nX: y'], BODY),
    'chunks after a bare line feed': post([`X: y\nTransfer-Encoding: chunked`], CHUNKED),
    'chunks after a bare return': post([`X: y\rTransfer-Encoding: chunked`], CHUNKED),
    'a length with a sign': post([`Content-Length: +${BODY.length}`], BODY),
    'a negative length': post(['Content-Length: -1'], BODY),
    'a hexadecimal length': post([`Content-Length: 0x${BODY.length.toString(16)}`], BODY),
    'a length beyond 64 bits': post(['Content-Length: 18446744073709551617'], BODY),
    'a length that is none': post(['Content-Length: many'], BODY),
    'a length behind a zero byte': post([`X: \u0000\r\n${LENGTH}`], BODY),
    'a space before a header': post([` ${LENGTH}`], BODY),
  }
}

function oddFrames(): Readonly<Record<string, string>> {
  const chunks = (text: string): string => post(['Transfer-Encoding: chunked'], text)
  return {
    'a chunk longer than it says': chunks(`1\r\n${BODY}\r\n0\r\n\r\n`),
    'a chunk of negative length': chunks('-1\r\n\r\n0\r\n\r\n'),
    'a chunk of no length': chunks(`\r\n${BODY}\r\n0\r\n\r\n`),
    'a chunk beyond 64 bits': chunks(`10000000000000000\r\n${BODY}\r\n0\r\n\r\n`),
    'a chunk of a hexadecimal sign': chunks(`0x10\r\n${BODY}\r\n0\r\n\r\n`),
    'chunks of bare line feeds': chunks(CHUNKED.replaceAll('\r\n', '\n')),
    'a great extension of a chunk': chunks(`1;${'x'.repeat(100_000)}\r\n{\r\n0\r\n\r\n`),
    'great trailers': chunks(`${CHUNKED.slice(0, -2)}X: ${'y'.repeat(100_000)}\r\n\r\n`),
    'a body that ends early': post(['Content-Length: 100000'], BODY),
    'chunks that end early': chunks(CHUNKED.slice(0, -5)),
  }
}

function oddLines(): Readonly<Record<string, string>> {
  const line = (text: string): string => post([LENGTH], BODY, text)
  return {
    'HTTP/0.9': 'GET /mcp\r\n',
    'HTTP/1.10': line('POST /mcp HTTP/1.10'),
    'a preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'another address in full': line('POST http://evil.example/mcp HTTP/1.1'),
    'a target with a blank': line('POST /m cp HTTP/1.1'),
    'a target of 100 kB': line(`POST /${'a'.repeat(100_000)} HTTP/1.1`),
    'a method of 100 kB': line(`${'A'.repeat(100_000)} /mcp HTTP/1.1`),
    'a method in small letters': line('post /mcp HTTP/1.1'),
    CONNECT: line('CONNECT evil.example:443 HTTP/1.1'),
    TRACE: line('TRACE /mcp HTTP/1.1'),
    'a beginning of TLS': '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
    'a greeting of SSH': 'SSH-2.0-x\r\n',
    'a proxy protocol': `PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n${SECOND}`,
    'a bare line feed after every line': SECOND.replaceAll('\r\n', '\n'),
    'a bare return after every line': SECOND.replaceAll('\r\n', '\r'),
    'blanks before the line': `   ${SECOND}`,
  }
}

function oddHeaders(): Readonly<Record<string, string>> {
  const beside = (...headers: readonly string[]): string => post([LENGTH, ...headers], BODY)
  const without = (name: string): string =>
    [
      'POST /mcp HTTP/1.1',
      ...HEAD.filter((header) => !header.startsWith(name)),
      LENGTH,
      '',
      BODY,
    ].join('\r\n')
  return {
    'HTTP/1.0': post([LENGTH], BODY, 'POST /mcp HTTP/1.0'),
    'HTTP/2.0': post([LENGTH], BODY, 'POST /mcp HTTP/2.0'),
    'empty lines before': `\r\n\r\n${SECOND}`,
    'two hosts': beside('Host: evil.example'),
    'no host': without('host'),
    'two keys': beside('Authorization: Bearer another'),
    'two versions': beside('MCP-Protocol-Version: 2026-07-28'),
    'two types': beside('Content-Type: text/plain'),
    'two sessions': beside('Mcp-Session-Id: a', 'Mcp-Session-Id: b'),
    'two conversations': beside('Toolcrib-Conversation: a', 'Toolcrib-Conversation: b'),
    'a session of 10 kB': beside(`Mcp-Session-Id: ${'s'.repeat(10_000)}`),
    'a header without a name': beside(': x'),
    'a header without a colon': beside('x'),
    'a header with a zero byte': beside('X: a\u0000b'),
    'a header beyond Latin-1': beside('Toolcrib-Conversation: \u00f0\u009f\u0098\u0080'),
    'a header of bytes': beside('Toolcrib-Conversation: \u00ff\u00fe\u0080'),
    'a header called __proto__': beside('__proto__: x', 'constructor: x', 'hasOwnProperty: x'),
    '200 headers': beside(...Array.from({ length: 200 }, (_, at) => `X-${at}: y`)),
    '3,000 headers': beside(...Array.from({ length: 3_000 }, (_, at) => `X${at}: y`)),
    'a wish to upgrade': beside('Connection: Upgrade', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'),
    'a wish for a socket': beside(
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ),
    'a wish that cannot be met': beside('Expect: the-impossible'),
    'a wish to be told to go on': beside('Expect: 100-continue'),
    'a body that is said to be packed': beside('Content-Encoding: gzip, br, deflate'),
    'another method by a header': beside('X-HTTP-Method-Override: DELETE'),
    'many addresses on the way': beside(`X-Forwarded-For: ${'1.1.1.1, '.repeat(1_000)}x`),
    'a connection of its headers': beside('Connection: authorization, host, content-length'),
    'two requests': SECOND + SECOND,
  }
}

function oddChunks(): Readonly<Record<string, string>> {
  const chunks = (text: string): string => post(['Transfer-Encoding: chunked'], text)
  const single = BODY.split('')
    .map((sign) => `1\r\n${sign}\r\n`)
    .join('')
  return {
    'chunks of one byte': chunks(`${single}0\r\n\r\n`),
    'a length of many zeros': chunks(`${'0'.repeat(30)}${CHUNKED}`),
    'an extension of a chunk': chunks(CHUNKED.replace('\r\n', ';a="b\\"c"\r\n')),
    'trailers that are headers': chunks(
      `${CHUNKED.slice(0, -2)}Authorization: Bearer x\r\nHost: evil.example\r\n\r\n`,
    ),
  }
}

/** What 2026-07-28 repeats in headers, encoded in every way but the right one. */
function encodedNames(): readonly NastyRequest[] {
  return [
    '=?base64?!!!!?=',
    '=?base64??=',
    '=?base64?cmVzZXJ2YXRpb25zX2NoZWNr',
    '=?BASE64?cmVzZXJ2YXRpb25zX2NoZWNr?=',
    '=?base64?/////w==?=',
    `=?base64?${'QUFB'.repeat(2_000)}?=`,
    '=?utf-8?B?cmVzZXJ2YXRpb25zX2NoZWNr?=',
    '=?base64?cmVzZXJ2YXRpb25zX2NhbmNlbA==?=',
    'reservations_cancel',
    '\u00f0\u009f\u0098\u0080',
    '',
  ].map((name) => ({
    name: `the name ${name.slice(0, 40)}`,
    bytes: bytesWith(KNOWN_CALL_OF_TODAY, 'mcp-name', name),
    isRefused: name !== '=?BASE64?cmVzZXJ2YXRpb25zX2NoZWNr?=',
  }))
}

function bytesWith({ headers, message }: WellFormed, name: string, value: string): Buffer {
  const changed = headers.map(([own, old]) => [own, own === name ? value : old] as const)
  return bytesOf(changed, JSON.stringify(message))
}
