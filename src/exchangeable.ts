import type { App } from './app.ts'

export interface Exchangeable {
  /** Always the newest one: each call runs in one house from its first step to its last. */
  readonly app: App
  /** Puts the next one in its place, and gives the old one back, to be closed. */
  exchange(next: App): App
}

/** An app that can be replaced by another one between two calls, while transports go on serving. */
export function exchangeable(first: App): Exchangeable {
  let current = first
  return {
    app: {
      get catalog() {
        return current.catalog
      },
      get steps() {
        return current.steps
      },
      authenticate: (caller) => current.authenticate(caller),
      view: (principal) => current.view(principal),
      run: (call) => current.run(call),
      health: () => current.health(),
      close: () => current.close(),
    },
    exchange(next) {
      const old = current
      current = next
      return old
    },
  }
}
