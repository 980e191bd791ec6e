import type { ServerResponse } from 'node:http'

/** Answers that stay open until somebody closes them, so that a stop does not wait for them. */
export interface OpenStreams {
  add(response: ServerResponse): void
  end(): void
}

export function openStreams(): OpenStreams {
  const open = new Set<ServerResponse>()
  return {
    add(response) {
      open.add(response)
      response.once('close', () => open.delete(response))
    },
    end() {
      for (const response of open) response.destroy()
    },
  }
}
