import type { Clock } from '../kernel/host.ts'
import { isLoopback } from '../kernel/loopback.ts'
import { isPrivateAddress } from './private-address.ts'

/** Fetches a document. Rejects with a reason for the log when there is none. */
export type FetchJson = (url: string) => Promise<unknown>

const LONGEST_MS = 5_000

/** Key sets have a few thousand bytes; more would only fill the memory. */
const MOST_BYTES = 262_144

/**
 * Whether a document may be fetched from there: by TLS, or on this machine. Only an issuer on this machine may point to
 * this machine, and to an address of a private network only the issuer that has it, or its metadata could make the server
 * ask its own neighbours (SSRF).
 */
export function isFetchable(url: string, issuer: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  const isHere = isLoopback(hostname.replace(/^\[(.*)\]$/, '$1'))
  if (isHere) return isOnLoopback(issuer) && (protocol === 'http:' || protocol === 'https:')
  if (isPrivateAddress(new URL(url)) && hostname !== new URL(issuer).hostname) return false
  return protocol === 'https:'
}

function isOnLoopback(url: string): boolean {
  return isLoopback(new URL(url).hostname.replace(/^\[(.*)\]$/, '$1'))
}

/** Fetches within 5 s and 256 KiB. A redirect is not followed: it could lead where no configuration points (SSRF). */
export function jsonFetcher(clock: Clock): FetchJson {
  return async (url) => {
    const late = new AbortController()
    const stopClock = clock.after(LONGEST_MS, () =>
      late.abort(new Error('it did not answer within 5 seconds')),
    )
    try {
      const response = await fetch(url, {
        redirect: 'manual',
        signal: late.signal,
        headers: { accept: 'application/json' },
      })
      if (response.status !== 200) throw new Error(`it answered with status ${response.status}`)
      return parse(await read(response))
    } catch (error) {
      throw new Error(`${url} cannot be read: ${reasonIn(error)}`, { cause: error })
    } finally {
      stopClock()
    }
  }
}

async function read({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Its text stays out of the log: nobody knows what an unexpected page holds.
    throw new Error('it is not JSON')
  }
}

/** `fetch` says only that it failed, and has the reason in its cause. */
function reasonIn(error: unknown): string {
  if (!(error instanceof Error)) return 'for an unknown reason'
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message
}
