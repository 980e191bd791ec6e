import { examplesWith, spokenOfElsewhere } from './fixed-fields.ts'
import type { Fields } from './json.ts'
import type { DeclaredTool, Module } from './module.ts'
import { shortName, type Remount } from './remount.ts'
import { isAtMost } from './tier.ts'

/** A change that may not be. `path` leads to it from the tool's change. */
export interface ChangeFault {
  readonly tool: string
  readonly path: readonly string[]
  readonly sentence: string
}

/** Everything about the changes that may not be. */
export function changeFaults(
  module: Module,
  how: Pick<Remount, 'changes'>,
): readonly ChangeFault[] {
  return module.tools.flatMap((tool) => {
    const short = shortName(module, tool)
    const { tier, fixed = {} } = how.changes.get(short) ?? {}
    const own = tool.facts.tier
    const lowered =
      tier !== undefined && !isAtMost(own, tier)
        ? [{ tool: short, path: ['tier'], sentence: `can only be raised; the tool is "${own}".` }]
        : []
    return [...lowered, ...badValues(tool, fixed).map((bad) => ({ tool: short, ...bad }))]
  })
}

/** Values that none of the tool's own examples can be called with are values that nobody can call it with. */
function badValues(tool: DeclaredTool, fixed: Fields) {
  const elsewhere = spokenOfElsewhere(tool.inputSchema, fixed).map((field) => ({
    path: ['fixed', field],
    sentence: `cannot be fixed: the tool's schema speaks of it in conditions, too.`,
  }))
  if (examplesWith(tool, fixed).length > 0) return elsewhere
  const [example = {}] = tool.examples
  const issues = tool
    .issuesIn({ ...example, ...fixed })
    // What the tool does not have is told by the schema of the config.
    .filter(({ path: [field = ''], kind }) => kind !== 'unknown' || !Object.hasOwn(fixed, field))
  return [
    ...elsewhere,
    ...issues.map(({ path: [field = '', ...rest], message }) => ({
      path: Object.hasOwn(fixed, field) ? ['fixed', field, ...rest] : ['fixed'],
      sentence: `does not fit the tool: ${message}.`,
    })),
  ]
}
