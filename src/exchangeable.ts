import type { App } from './app.ts'

export interface Exchangeable {
  /** Always the newest one: each call runs in one house from its first step to its last. */
  readonly app: App
  /** Puts the next one in its place. Resolves to the old one when its calls and decisions have ended, to be closed. */
  exchange(next: App): Promise<App>
}

/** An app in its time, and how much is still done in it. */
interface Term {
  readonly app: App
  running: number
  /** Hears that nothing is done in it any more. */
  onIdle: () => void
}

/** An app that can be replaced by another one between two calls, while transports go on serving. */
export function exchangeable(first: App): Exchangeable {
  let current = termOf(first)
  /**
   * Work that an app is not closed in the middle of. It is counted, not kept: a set that calls come and go in leaves
   * tables behind that refer to one another, and through them V8's young generation kept every call until it was old.
   */
  const held = <T>(start: (app: App) => Promise<T>): Promise<T> => {
    const term = current
    const work = start(term.app)
    term.running += 1
    const end = (): void => {
      term.running -= 1
      if (term.running === 0) term.onIdle()
    }
    // Beside it, so that nobody waits for the counting.
    void work.then(end, end)
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
      const ending = current
      current = termOf(next)
      const idle = new Promise<void>((resolve) => (ending.onIdle = resolve))
      if (ending.running > 0) await idle
      return ending.app
    },
  }
}

function termOf(app: App): Term {
  return { app, running: 0, onIdle: () => {} }
}
