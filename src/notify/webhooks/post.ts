/** What a try came to. `why` is a status or a code: what a receiver writes is not kept. */
export type Posted =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly why: string
      readonly isGone: boolean
      readonly retryAfterMs: number
    }

/** Sends one message. Never rejects. */
export type Post = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<Posted>

const ANSWER_MS = 10_000

/** Longer than this nobody is waited for because they ask for it. */
const LONGEST_WAIT_MS = 3_600_000

/** By HTTP. A redirect is a failure: whoever runs the receiver must not choose where else we send to (SSRF). */
export const postByHttp: Post = async (url, headers, body) => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    // What it says is nothing to us, and could be without end.
    await response.body?.cancel()
    if (response.ok) return { ok: true }
    return {
      ok: false,
      why: `status ${response.status}`,
      isGone: response.status === 410,
      retryAfterMs: waitIn(response.headers.get('retry-after')),
    }
  } catch (error) {
    return { ok: false, why: codeOf(error), isGone: false, retryAfterMs: 0 }
  }
}

function waitIn(header: string | null): number {
  const seconds = header !== null && /^\d{1,6}$/.test(header.trim()) ? Number(header) : 0
  return Math.min(seconds * 1_000, LONGEST_WAIT_MS)
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  const cause = error.cause instanceof Error ? error.cause : error
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
}
