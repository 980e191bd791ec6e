import type { App } from './app.ts'

export interface Exchangeable {
  /** Always the newest one: each call runs in one house from its first step to its last. */
  readonly app: App
  /** Puts the next one in its place. Resolves to the old one when its calls and decisions have ended, to be closed. */
  exchange(next: App): Promise<App>
}

/** An app that can be replaced by another one between two calls, while transports go on serving. */
export function exchangeable(first: App): Exchangeable {
  let current = { app: first, running: new Set<Promise<unknown>>() }
  /** Work that an app is not closed in the middle of. */
  const held = <T>(start: (app: App) => Promise<T>): Promise<T> => {
    const { app, running } = current
    const work = start(app)
    running.add(work)
    const forget = (): void => void running.delete(work)
    // Beside it, so that nobody waits for the forgetting.
    void work.then(forget, forget)
    return work
  }
  return {
    app: {
      get catalog() {
        return current.app.catalog
      },
      get steps() {
        return current.app.steps
      },
      authenticate: (caller) => current.app.authenticate(caller),
      view: (principal) => current.app.view(principal),
      run: (call) => held((app) => app.run(call)),
      desk: {
        list: (operator, query) => current.app.desk.list(operator, query),
        show: (operator, number) => current.app.desk.show(operator, number),
        decide: (operator, number, ruling) =>
          held((app) => app.desk.decide(operator, number, ruling)),
      },
      operatorFor: (token) => current.app.operatorFor(token),
      health: () => current.app.health(),
      close: () => current.app.close(),
    },
    async exchange(next) {
      const { app, running } = current
      current = { app: next, running: new Set() }
      await Promise.allSettled(running)
      return app
    },
  }
}
