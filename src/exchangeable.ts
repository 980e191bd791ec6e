import type { App } from './app.ts'

export interface Exchangeable {
  /** Always the newest one: each call runs in one house from its first step to its last. */
  readonly app: App
  /** Puts the next one in its place. Resolves to the old one when its calls have ended, to be closed. */
  exchange(next: App): Promise<App>
}

/** An app that can be replaced by another one between two calls, while transports go on serving. */
export function exchangeable(first: App): Exchangeable {
  let current = { app: first, running: new Set<Promise<unknown>>() }
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
      run(call) {
        const { app, running } = current
        const work = app.run(call)
        running.add(work)
        return work.finally(() => running.delete(work))
      },
      desk: {
        list: (operator, query) => current.app.desk.list(operator, query),
        show: (operator, number) => current.app.desk.show(operator, number),
        decide: (operator, number, ruling) => current.app.desk.decide(operator, number, ruling),
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
