import type { DeclaredTool, Module } from '../kernel/module.ts'
import type { Draft } from './draft.ts'

/** What names in the file can refer to. */
export interface Known {
  /** The tools of the configured modules. */
  readonly tools: readonly DeclaredTool[]
  /** The tools of the modules that exist but are not configured. */
  readonly unloaded: readonly DeclaredTool[]
  readonly scopes: readonly string[]
  readonly toolsets: ReadonlyMap<string, readonly string[]>
}

export function knownIn({ modules, toolsets }: Draft, all: readonly Module[]): Known {
  const ids = new Set(all.map(({ id }) => id))
  const named = new Set(Object.keys(modules))
  // After a misspelt module every name of its tools would be reported too, and none of them would be wrong.
  const isClear = named.size > 0 && [...named].every((id) => ids.has(id))
  const [loaded, unloaded] = isClear
    ? [all.filter(({ id }) => named.has(id)), all.filter(({ id }) => !named.has(id))]
    : [all, []]
  const tools = loaded.flatMap((module) => module.tools)
  return {
    tools,
    unloaded: unloaded.flatMap((module) => module.tools),
    scopes: [...new Set(tools.flatMap(({ facts }) => facts.scopes))].toSorted(),
    toolsets: new Map(Object.entries(toolsets)),
  }
}
