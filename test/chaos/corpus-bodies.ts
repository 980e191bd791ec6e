import { DEEP } from './odd-values.ts'
import { KNOWN_CALL } from './well-formed.ts'

/** A body that somebody has thought of, by its name. */
export interface Nasty {
  readonly name: string
  readonly body: Buffer
}

/** As deep, as long or as many as a body of the usual limit can hold. */
const MOST = 150_000

const GOOD = JSON.stringify(KNOWN_CALL.message)
const RESPONSE = '{"jsonrpc":"2.0","id":1,"result":{}}'

/** Bodies of every kind that readers of JSON, JSON-RPC and this protocol have stumbled over. */
export const NASTY_BODIES: readonly Nasty[] = [
  ...Object.entries({ ...noJson(), ...noRequest(), ...oddKeys(), ...tooMuch(), ...oddCalls() }).map(
    ([name, text]) => ({ name, body: Buffer.from(text) }),
  ),
  ...noUtf8(),
]

function noJson(): Readonly<Record<string, string>> {
  return {
    nothing: '',
    'a blank': ' ',
    'a lone zero byte': '\u0000',
    'a zero byte behind it': `${GOOD}\u0000`,
    'a byte order mark': `\uFEFF${GOOD}`,
    'a zero byte in a text': GOOD.replace('"dinner"', '"din\u0000ner"'),
    'a comment': `/* */${GOOD}`,
    'a comma too many': GOOD.replace(/\}$/, ',}'),
    'single quotes': GOOD.replaceAll('"', "'"),
    'keys without quotes': GOOD.replace('"id"', 'id'),
    'not a number': GOOD.replace('"id":1', '"id":NaN'),
    infinity: GOOD.replace('"id":1', '"id":-Infinity'),
    'a leading zero': GOOD.replace('"id":1', '"id":01'),
    'a hexadecimal number': GOOD.replace('"id":1', '"id":0x1'),
    'two messages': GOOD + GOOD,
    'lines of messages': `${GOOD}\n${GOOD}`,
    'an event stream': `event: message\ndata: ${GOOD}\n\n`,
    'a form': 'jsonrpc=2.0&method=tools%2Fcall',
    'an escape that is none': GOOD.replace('dinner', '\\x41'),
    'half an escape': GOOD.replace('dinner', '\\u12'),
    'a prefix against hijacking': `)]}',\n${GOOD}`,
  }
}

function noRequest(): Readonly<Record<string, string>> {
  const withId = (id: string): string => GOOD.replace('"id":1', `"id":${id}`)
  const withMethod = (method: string): string => GOOD.replace('"tools/call"', method)
  return {
    null: 'null',
    true: 'true',
    'a number': '1',
    'a text': '"tools/call"',
    'an empty list': '[]',
    'an empty object': '{}',
    'a batch of one': `[${GOOD}]`,
    'a batch': `[${GOOD},${GOOD},{}]`,
    'a batch of batches': `[[${GOOD}]]`,
    'a response': RESPONSE,
    'an error': '{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"x"}}',
    'an error without an id': '{"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":"x"}}',
    'request and response in one': GOOD.replace('{', '{"result":{},"error":{},'),
    'no version': GOOD.replace('"jsonrpc":"2.0",', ''),
    'version 1.0': GOOD.replace('"2.0"', '"1.0"'),
    'a version that is a number': GOOD.replace('"2.0"', '2.0'),
    'the id null': withId('null'),
    'the id an object': withId('{"a":1}'),
    'the id a list': withId('[1]'),
    'the id a switch': withId('true'),
    'the id a fraction': withId('1.5'),
    'the id minus zero': withId('-0'),
    'the id too large to be exact': withId('9007199254740993'),
    'the id infinite': withId('1e999'),
    'the id of 400 digits': withId('9'.repeat(400)),
    'the id of a kilobyte': withId(JSON.stringify('i'.repeat(1_024))),
    'the id half a sign': withId('"\\ud800"'),
    'the id __proto__': withId('"__proto__"'),
    'the method a number': withMethod('1'),
    'the method null': withMethod('null'),
    'the method empty': withMethod('""'),
    'the method __proto__': withMethod('"__proto__"'),
    'the method constructor': withMethod('"constructor"'),
    'the method toString': withMethod('"toString"'),
    'the method of JSON-RPC itself': withMethod('"rpc.discover"'),
    'the method of a server': withMethod('"elicitation/create"'),
    'the method with a zero byte': withMethod('"tools/call\\u0000"'),
    'the method in capitals': withMethod('"TOOLS/CALL"'),
    'the method of 100 kB': withMethod(JSON.stringify('m'.repeat(100_000))),
    'a request without an id': GOOD.replace('"id":1,', ''),
    'an initialize without anything': '{"jsonrpc":"2.0","id":1,"method":"initialize"}',
    'a cancelled of nothing': '{"jsonrpc":"2.0","method":"notifications/cancelled"}',
    'a cancelled of an object':
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{}}}',
    'a progress of nothing':
      '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":"x"}}',
  }
}

function oddKeys(): Readonly<Record<string, string>> {
  const inCall = (text: string): string => GOOD.replace('"params":{', `"params":{${text},`)
  const inArguments = (text: string): string => GOOD.replace('"date"', `${text},"date"`)
  return {
    'the method twice': GOOD.replace('"method"', '"method":"ping","method"'),
    'the method twice, once escaped': GOOD.replace('"method"', '"m\\u0065thod":"ping","method"'),
    'the id twice': GOOD.replace('"id":1', '"id":1,"id":2'),
    'the name twice': inCall('"name":"nothing"'),
    'the method in two spellings': GOOD.replace('"method"', '"Method":"ping","method"'),
    '__proto__ of the message': GOOD.replace('{', '{"__proto__":{"method":"ping"},'),
    '__proto__ of the params': inCall('"__proto__":{"name":"nothing"}'),
    '__proto__ of the arguments': inArguments('"__proto__":{"party_size":99}'),
    '__proto__ null': inArguments('"__proto__":null'),
    'a constructor': inArguments('"constructor":{"prototype":{"isAdmin":true}}'),
    'toJSON and then': inArguments('"toJSON":1,"then":1,"valueOf":null'),
    'an empty key': inArguments('"":1'),
    'half a sign for a key': inArguments('"\\ud800":1'),
    'keys like places in a list': inArguments('"0":1,"4294967294":1,"4294967295":1,"-1":1'),
    'the mark of our own': inArguments('"dev.toolcrib/arguments":{"party_size":2}'),
  }
}

function tooMuch(): Readonly<Record<string, string>> {
  const keys = Array.from({ length: 50_000 }, (_, at) => `"k${at}":1`).join()
  const within = (value: string): string => GOOD.replace('"dinner"', value)
  return {
    'lists in lists': '['.repeat(MOST) + ']'.repeat(MOST),
    'lists in lists without an end': '['.repeat(MOST * 6),
    'objects in objects': '{"a":'.repeat(MOST) + '1' + '}'.repeat(MOST),
    'objects in objects without an end': '{"a":'.repeat(MOST),
    'ends without beginnings': '}]'.repeat(MOST),
    'deep arguments': within(DEEP.object),
    'rather deep arguments': within(DEEP.array),
    'many keys': within(`{${keys}}`),
    'one key many times': within(`{${'"k":1,'.repeat(50_000)}"k":1}`),
    'many empty objects': within(`[${'{},'.repeat(MOST)}{}]`),
    'a number of 100,000 digits': within('9'.repeat(100_000)),
    'a fraction of 100,000 digits': within(`0.${'1'.repeat(100_000)}`),
    'a number too large': within('1e999999999'),
    'a long text': within(JSON.stringify('x'.repeat(900_000))),
    'a long text of backslashes': within(`"${'\\\\'.repeat(400_000)}"`),
    'a long text without an end': within(`"${'x'.repeat(900_000)}`),
    'blanks before': ' '.repeat(1_000_000) + GOOD,
    'blanks within': within(' '.repeat(1_000_000) + '1'),
    'more than is read': within(JSON.stringify('x'.repeat(1_100_000))),
  }
}

function oddCalls(): Readonly<Record<string, string>> {
  const withDate = (date: string): string =>
    GOOD.replace(/"date":"[^"]*"/, `"date":${JSON.stringify(date)}`)
  const withMeta = (meta: string): string => GOOD.replace(/\}\}$/, `},"_meta":${meta}}`)
  const named = (name: string): string => GOOD.replace('"reservations_check"', name)
  return {
    'arguments that are a list': '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}',
    'no params': '{"jsonrpc":"2.0","id":1,"method":"tools/call"}',
    'a name that is an object': named('{"toString":1}'),
    'a name with a path': named('"../../etc/passwd"'),
    'a name of signs alike': named('"reservations_сheck"'),
    'a name of 100 kB': named(JSON.stringify('n'.repeat(100_000))),
    'a date of digits': withDate('2'.repeat(100_000)),
    'a date of blanks': withDate(' '.repeat(100_000)),
    'a date of dashes': withDate('2026-'.repeat(20_000)),
    'a date long ago': withDate('-271821-04-20'),
    'a date after the end of time': withDate('+275760-09-14'),
    'a date of marks': withDate(`e${'\u0301'.repeat(100_000)}`),
    'a date that grows when it is normalised': withDate('\uFDFA'.repeat(30_000)),
    'a date turned around': withDate('\u202e2026-12-01\u202c'),
    'a date of halves of signs': withDate('\ud83d'.repeat(1_000)),
    'a date with lines': withDate('today\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'),
    'meta that is a list': withMeta('[]'),
    'meta that is null': withMeta('null'),
    'meta of another era': withMeta('{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}'),
    'meta of no era': withMeta('{"io.modelcontextprotocol/protocolVersion":{"a":[]}}'),
    'a token that is an object': withMeta('{"progressToken":{}}'),
    'a conversation that is a list': withMeta('{"dev.toolcrib/conversation":[1]}'),
    'a conversation of 100 kB': withMeta(`{"dev.toolcrib/conversation":"${'c'.repeat(100_000)}"}`),
    'a key of a zero byte': withMeta('{"dev.toolcrib/idempotency-key":"\\u0000"}'),
    'a key of 100 kB': withMeta(`{"dev.toolcrib/idempotency-key":"${'k'.repeat(100_000)}"}`),
    'a state that nobody sealed': GOOD.replace(
      /\}\}$/,
      '},"requestState":"x","inputResponses":{}}',
    ),
    'a cursor': '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"\\u0000"}}',
  }
}

function noUtf8(): readonly Nasty[] {
  const [before = '', after = ''] = GOOD.split('dinner')
  const spliced = (name: string, hex: string): Nasty => ({
    name,
    body: Buffer.concat([Buffer.from(before), Buffer.from(hex, 'hex'), Buffer.from(after)]),
  })
  return [
    spliced('an overlong slash', 'c0af'),
    spliced('an overlong quote', 'c0a2'),
    spliced('an overlong zero byte', 'c080'),
    spliced('half a sign in UTF-8', 'eda080'),
    spliced('a sign in two halves', 'eda0bdedb880'),
    spliced('a sign beyond the last', 'f4908080'),
    spliced('five bytes', 'f888808080'),
    spliced('a cut sign', 'e282'),
    spliced('a continuation of nothing', '80'),
    spliced('a byte that is never one', 'ff'),
    { name: 'UTF-16', body: Buffer.from(GOOD, 'utf16le') },
    { name: 'UTF-16 that says so', body: Buffer.from(`\uFEFF${GOOD}`, 'utf16le') },
    {
      name: 'UTF-32',
      body: Buffer.from([...Buffer.from(GOOD)].flatMap((byte) => [byte, 0, 0, 0])),
    },
    { name: 'UTF-7', body: Buffer.from('+AHs-+ACI-id+ACI-:1+AH0-') },
    { name: 'zero bytes', body: Buffer.alloc(100_000) },
    { name: 'gzip', body: Buffer.from('1f8b0800000000000003', 'hex') },
  ]
}
