/** One answer as it came over the wire. */
export interface Answer {
  readonly status: number
  /** Whether the server says that it closes the connection. */
  readonly closes: boolean
  readonly text: string
  /** A stream that has begun. */
  readonly isEndless?: true
}

/** The first whole answer in these bytes, and how many of them it takes; `undefined` while it has not come in full. */
export function answerIn(bytes: Buffer): { answer: Answer; bytes: number } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd === -1) return undefined
  const head = bytes.toString('latin1', 0, headEnd).toLowerCase()
  const status = Number(/^http\/1\.1 (\d{3})/.exec(head)?.[1] ?? Number.NaN)
  // What cannot be read as an answer counts as the worst one.
  if (Number.isNaN(status)) return { answer: wrong(bytes), bytes: bytes.length }
  const body = bodyIn(bytes, headEnd + 4, head, status)
  if (!body) return streamIn(bytes, status)
  const closes = /^connection: close$/m.test(head)
  return { answer: { status, closes, text: body.text }, bytes: body.end }
}

/** What can be said of an answer that ended with its connection, as one to HEAD does. */
export function cutAnswerIn(bytes: Buffer): Answer | undefined {
  const status = Number(/^http\/1\.1 (\d{3}) /i.exec(bytes.toString('latin1', 0, 20))?.[1] ?? 0)
  return status < 200 ? undefined : { status, closes: true, text: '' }
}

/** A stream of what changes has been answered when it begins, and then takes its connection for itself. */
function streamIn(bytes: Buffer, status: number): { answer: Answer; bytes: number } | undefined {
  if (!bytes.includes('subscriptions/acknowledged')) return undefined
  return {
    answer: { status, closes: true, isEndless: true, text: bytes.toString() },
    bytes: bytes.length,
  }
}

function wrong(bytes: Buffer): Answer {
  return { status: 599, closes: true, text: bytes.toString('latin1', 0, 200) }
}

interface Part {
  readonly text: string
  /** Where the next answer begins. */
  readonly end: number
}

function bodyIn(bytes: Buffer, start: number, head: string, status: number): Part | undefined {
  if (status < 200 || status === 204 || status === 304) return { text: '', end: start }
  if (/^transfer-encoding: chunked$/m.test(head)) return chunksIn(bytes, start)
  const length = Number(/^content-length: (\d+)$/m.exec(head)?.[1] ?? 0)
  const end = start + length
  return end <= bytes.length ? { text: bytes.toString('utf8', start, end), end } : undefined
}

function chunksIn(bytes: Buffer, start: number): Part | undefined {
  const parts: string[] = []
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd === -1) return undefined
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    const end = lineEnd + 2 + size + 2
    if (Number.isNaN(size) || end > bytes.length) return undefined
    if (size === 0) return { text: parts.join(''), end }
    parts.push(bytes.toString('utf8', lineEnd + 2, lineEnd + 2 + size))
    at = end
  }
}
