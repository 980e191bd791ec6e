import type { DeclaredTool, Module } from '../kernel/module.ts'
import type { Draft } from './draft.ts'
import type { Mounts } from './mounts.ts'

/** What names in the file can refer to. */
export interface Known {
  /** The tools of the configured modules. */
  readonly tools: readonly DeclaredTool[]
  /** The tools of the modules that exist but are not configured. */
  readonly unloaded: readonly DeclaredTool[]
  readonly scopes: readonly string[]
  readonly toolsets: ReadonlyMap<string, readonly string[]>
}

export function knownIn(
  { toolsets }: Pick<Draft, 'toolsets'>,
  { found, missing }: Mounts,
  builtIn: readonly Module[],
): Known {
  const unused = builtIn.filter((module) => !found.some(({ original }) => original === module))
  // After a misspelt module every name of its tools would be reported too, and none of them would be wrong.
  const isClear = found.length > 0 && missing.length === 0
  const mounted = found.map(({ module }) => module)
  const [loaded, unloaded] = isClear ? [mounted, unused] : [[...mounted, ...unused], []]
  const tools = loaded.flatMap((module) => module.tools)
  return {
    tools,
    unloaded: unloaded.flatMap((module) => module.tools),
    scopes: [...new Set(tools.flatMap(({ facts }) => facts.scopes))].toSorted(),
    toolsets: new Map(Object.entries(toolsets)),
  }
}
