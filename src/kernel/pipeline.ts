import type { Call } from './call.ts'
import { toToolError, type ToolError } from './error.ts'
import type { Awaitable } from './host.ts'
import { failure, type Outcome } from './outcome.ts'

/** Learns facts about the call, or refuses it. */
export type Derive<Needs, Facts extends object> = (call: Needs) => Awaitable<Facts | ToolError>

/** The one value that lets a call pass a guard. Forgetting to return it does not compile, and refuses at run time. */
export const ALLOW = Symbol('allow')

/** Lets the call pass unchanged, or refuses it. */
export type Guard<Needs> = (call: Needs) => Awaitable<typeof ALLOW | ToolError>

/** Surrounds the rest of the call: the only kind of step that can time, order or record it. */
export type Wrap<Needs> = (call: Needs, proceed: Proceed) => Promise<Outcome>
export type Proceed = (signal?: AbortSignal) => Promise<Outcome>

export type Run<C> = (call: C) => Promise<Outcome>

/** An ordered list of steps whose order the compiler checks: a step may only use facts already learnt. */
export interface Pipeline<In extends Call, Out extends In> {
  /** What each step is, outermost first: what a test pins and the docs print. */
  readonly order: readonly string[]
  derive<Facts extends object>(step: Derive<Out, Facts>): Pipeline<In, Out & Facts>
  guard(step: Guard<Out>): Pipeline<In, Out>
  wrap(step: Wrap<Out>): Pipeline<In, Out>
  /** Closes the pipeline over its last step. The result never rejects. */
  run(last: Run<Out>): Run<In>
}

/** Starts an empty pipeline. */
export function pipeline<C extends Call>(): Pipeline<C, C> {
  return extend<C, C>([], (rest) => rest)
}

function extend<In extends Call, Out extends In>(
  order: readonly string[],
  around: (rest: Run<Out>) => Run<In>,
): Pipeline<In, Out> {
  const add = <Then extends In>(name: string, lift: (rest: Run<Then>) => Run<Out>) =>
    extend<In, Then>([...order, name], (rest) => around(lift(rest)))

  return Object.freeze({
    order,
    derive: <Facts extends object>(step: Derive<Out, Facts>) =>
      add<Out & Facts>(`derive ${step.name}`, (rest) => {
        const goOn = (call: Out, facts: Facts | ToolError): Awaitable<Outcome> => {
          if (facts instanceof Error) return refusedBy(step, call, facts)
          // Onto the call itself: with a copy for each step, copying would be a tenth of what a call costs.
          return rest(Object.assign(call, facts))
        }
        return (call) => stepped(step, call, goOn)
      }),
    guard: (step: Guard<Out>) =>
      add<Out>(`guard ${step.name}`, (rest) => {
        const goOn = (call: Out, verdict: typeof ALLOW | ToolError): Awaitable<Outcome> =>
          verdict === ALLOW ? rest(call) : refusedBy(step, call, toToolError(verdict))
        return (call) => stepped(step, call, goOn)
      }),
    wrap: (step: Wrap<Out>) =>
      add<Out>(`wrap ${step.name}`, (rest) => (call) => surrounded(step, call, rest)),
    run: (last: Run<Out>) => around(caught(last)),
  })
}

/**
 * Takes a step and goes on with what it found. A step that need not wait does not make the call wait either: with an
 * `await` for each, half of what a call costs would be the waiting. What follows catches for itself.
 */
function stepped<C, T>(
  step: (call: C) => Awaitable<T>,
  call: C,
  goOn: (call: C, found: T) => Awaitable<Outcome>,
): Promise<Outcome> {
  try {
    const found = step(call)
    if (found instanceof Promise) return found.then((facts: T) => goOn(call, facts)).catch(broken)
    const outcome = goOn(call, found)
    return outcome instanceof Promise ? outcome : Promise.resolve(outcome)
  } catch (thrown) {
    return Promise.resolve(broken(thrown))
  }
}

/** Likewise: a step that only lets the call pass hands on the very promise of what lies behind it. */
function surrounded<C extends Call>(step: Wrap<C>, call: C, rest: Run<C>): Promise<Outcome> {
  let proceeded: Promise<Outcome> | undefined
  const proceed: Proceed = (signal) => {
    if (proceeded) throw new Error(`${step.name} proceeded twice`)
    proceeded = rest(signal ? Object.assign(call, { signal }) : call)
    return proceeded
  }
  try {
    const outcome = step(call, proceed)
    if (outcome === proceeded) return outcome
    return outcome
      .then((known) => {
        if (!proceeded) call.learnt.decidedBy ??= step.name
        return known
      })
      .catch(broken)
  } catch (thrown) {
    return Promise.resolve(broken(thrown))
  }
}

function broken(thrown: unknown): Outcome {
  return failure(toToolError(thrown))
}

/** The step is noted, because a record has to say what decided. */
function refusedBy(step: { readonly name: string }, { learnt }: Call, error: ToolError): Outcome {
  learnt.decidedBy ??= step.name
  return failure(error)
}

/** The last step is caught like all others, so that the steps around it always see an outcome. */
function caught<C>(run: Run<C>): Run<C> {
  return async (call) => {
    try {
      return await run(call)
    } catch (thrown) {
      return broken(thrown)
    }
  }
}
