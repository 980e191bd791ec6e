import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'

export const ERAS = ['2025-11-25', '2026-07-28'] as const

export type Era = (typeof ERAS)[number]

/** The params of a `tools/call`. */
export interface RawParams {
  readonly name: string
  readonly arguments?: object
  readonly _meta?: object
  readonly requestState?: unknown
  readonly inputResponses?: unknown
}

export interface RawOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** What the client can do; 2026 era only. */
  readonly capabilities?: object
  /** Destroys the socket when this resolves; it is asked once the request is sent. */
  readonly dropWhen?: () => Promise<unknown>
}

const ANSWER = z.looseObject({
  result: z
    .looseObject({
      resultType: z.string().optional(),
      content: z.array(z.looseObject({ text: z.string().optional() })).optional(),
      isError: z.boolean().optional(),
      requestState: z.string().optional(),
      _meta: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
  error: z.unknown().optional(),
})

export interface RawAnswer {
  readonly status: number
  readonly result: NonNullable<z.output<typeof ANSWER>['result']>
  /** The first text of the answer. */
  readonly said: string
}

/** A call as bytes on a socket of its own, which can be dropped. Answers `undefined` when it was. */
export function rawCall(
  url: string,
  era: Era,
  params: RawParams,
  options: RawOptions = {},
): Promise<RawAnswer | undefined> {
  const sent = request(url, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': era,
      ...(era === '2026-07-28' && { 'mcp-method': 'tools/call', 'mcp-name': params.name }),
      ...options.headers,
    },
  })
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer | undefined>()
  const { dropWhen } = options
  let dropped = false
  sent.on('error', (error) => (dropped ? resolve(undefined) : reject(error)))
  sent.on('response', (response) => {
    text(response)
      .then((body) => answerIn(response.statusCode ?? 0, body))
      .then(resolve, (error: unknown) => (dropped ? resolve(undefined) : reject(error)))
  })
  const drop = (): void => {
    dropped = true
    sent.destroy()
  }
  sent.end(JSON.stringify(messageOf(era, params, options)), () => {
    dropWhen?.().then(drop, reject)
  })
  return promise
}

/** The same, for a call that is not dropped. */
export async function askRaw(
  url: string,
  era: Era,
  params: RawParams,
  options: Omit<RawOptions, 'dropWhen'> = {},
): Promise<RawAnswer> {
  const answer = await rawCall(url, era, params, options)
  if (!answer) throw new Error('The call was dropped.')
  return answer
}

function messageOf(era: Era, params: RawParams, { capabilities = {} }: RawOptions): object {
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': era,
    'io.modelcontextprotocol/clientCapabilities': capabilities,
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
  }
  const _meta = era === '2026-07-28' ? { ...envelope, ...params._meta } : params._meta
  return { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { ...params, _meta } }
}

/** The answer, from a JSON body or from the one event of a stream. */
function answerIn(status: number, body: string): RawAnswer {
  const json = /^data: (.+)$/m.exec(body)?.[1] ?? body
  const { result } = ANSWER.parse(JSON.parse(json))
  if (!result) throw new Error(`${status}: ${body}`)
  return { status, result, said: result.content?.[0]?.text ?? '' }
}
