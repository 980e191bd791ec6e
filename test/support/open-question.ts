import * as z from 'zod'

const ASKED = z.object({
  id: z.union([z.string(), z.number()]),
  method: z.literal('elicitation/create'),
})

/** A call that stands still, because its person is being asked. */
export interface OpenQuestion {
  /** The message by which the person says "second". */
  readonly answer: object
  /** Everything that came on the stream of the call, once that is over. */
  rest(): Promise<string>
}

/** Calls `desk_which` in a session, and comes back once it has asked. */
export async function openQuestion(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<OpenQuestion> {
  const params = { name: 'desk_which', arguments: { name: 'Ada' } }
  const { body } = await fetch(url, {
    method: 'POST',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 9, method: 'tools/call', params }),
  })
  if (!body) throw new Error('The call has no stream.')
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  const read = async (): Promise<boolean> => {
    const { done, value = '' } = await reader.read()
    heard += value
    return !done
  }
  while (!heard.includes('elicitation/create'))
    if (!(await read())) throw new Error(`Nobody was asked: ${heard}`)
  const { id } = ASKED.parse(
    JSON.parse(/^data: (.*elicitation\/create.*)$/m.exec(heard)?.[1] ?? ''),
  )
  return {
    answer: { jsonrpc: '2.0', id, result: { action: 'accept', content: { which: 'second' } } },
    async rest() {
      while (await read());
      return heard
    },
  }
}
