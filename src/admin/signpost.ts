import type { Fields } from '../kernel/json.ts'
import type { Route } from './route.ts'

/** The routes at the path of a request, and what its path and query say. */
export interface Place {
  /** By method; never empty. */
  readonly routes: readonly Route[]
  readonly path: Fields
  readonly query: Fields
}

/** Finds the place that a request's target names. `undefined` when nothing is there. */
export type Signpost = (target: string) => Place | undefined

export function signpost(routes: readonly Route[]): Signpost {
  const places = [...Map.groupBy(routes, ({ path }) => path)].map(([template, at]) => ({
    pattern: patternOf(template),
    routes: at,
  }))
  return (target) => {
    const [path = '', query = ''] = target.split('?', 2)
    for (const { pattern, routes } of places) {
      const found = pattern.exec(path)
      if (found) return { routes, path: { ...found.groups }, query: queryIn(query) }
    }
    return undefined
  }
}

/** Nothing is decoded: no name that stands in a path needs it, and two spellings of one path are one too many. */
function patternOf(template: string): RegExp {
  const literal = template.replaceAll(/[.]/g, String.raw`\.`)
  return new RegExp(`^${literal.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
}

/** What can be given several times is a list whenever it is given. */
const LISTS: ReadonlySet<string> = new Set(['state'])

function queryIn(text: string): Fields {
  const given = new URLSearchParams(text)
  return Object.fromEntries(
    [...new Set(given.keys())].map((name) => {
      const [first, ...more] = given.getAll(name)
      const isList = LISTS.has(name) || more.length > 0
      return [name, isList ? [first, ...more] : first]
    }),
  )
}
