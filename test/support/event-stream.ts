import { onTestFinished } from 'vitest'

import { modern } from './post-raw.ts'

/** An answer that stays open, read as it comes. */
export interface EventStream {
  /** All that has come, once these words are in it, or when the stream has ended. */
  until(words: string): Promise<string>
  stop(): void
}

/** Opens one. It is gone after the test, whatever happens in it. */
export async function eventStream(url: string, init: RequestInit): Promise<EventStream> {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const response = await fetch(url, { ...init, signal: stop.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let seen = ''
  return {
    stop: () => stop.abort(),
    async until(words) {
      while (!seen.includes(words)) {
        const { value, done } = (await reader?.read()) ?? { done: true, value: undefined }
        if (done) return seen
        seen += value
      }
      return seen
    },
  }
}

/** A 2026-era stream of what happens, of these kinds. */
export function listen(
  url: string,
  notifications: object,
  shown: Readonly<Record<string, string>> = {},
): Promise<EventStream> {
  const { message, headers } = modern('subscriptions/listen', { notifications })
  return eventStream(url, {
    method: 'POST',
    headers: {
      ...headers,
      ...shown,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
    },
    body: JSON.stringify(message),
  })
}
