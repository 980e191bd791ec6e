import type { Catalogue, CataloguedModule } from './catalogue.ts'
import { KINDS, type Change } from './change.ts'
import { compareTools, type ToolChange } from './compare-tools.ts'
import { pairTools, type ToolPair } from './pair-tools.ts'

/** What has changed from one catalogue to the other: module by module, tool by tool, in the order of the kinds. */
export function diffCatalogues(old: Catalogue, now: Catalogue): readonly Change[] {
  const ids = [...new Set([...old.modules, ...now.modules].map(({ id }) => id))].toSorted()
  return ids.flatMap((id) => diffModule(id, toolsOf(old, id), toolsOf(now, id)))
}

function toolsOf({ modules }: Catalogue, id: string): CataloguedModule['tools'] {
  return modules.find((module) => module.id === id)?.tools ?? []
}

function diffModule(
  module: string,
  old: CataloguedModule['tools'],
  now: CataloguedModule['tools'],
): readonly Change[] {
  const changes = pairTools(old, now).flatMap((pair) => {
    const tool = (pair.old ?? pair.now)?.name ?? ''
    return changesOf(pair).map(([kind, sentence]): Change => {
      const [severity, audience] = KINDS[kind]
      return { module, tool, kind, severity, for: audience, sentence }
    })
  })
  return changes.toSorted(inOrder)
}

const ORDER = Object.keys(KINDS)

function inOrder(one: Change, other: Change): number {
  if (one.tool !== other.tool) return one.tool < other.tool ? -1 : 1
  return ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind)
}

function changesOf({ old, now }: ToolPair): readonly ToolChange[] {
  if (!old) return [['tool_added', 'The tool is new.']]
  if (!now) return [['tool_removed', 'The tool is gone.']]
  const renamed: readonly ToolChange[] =
    old.name === now.name ? [] : [['tool_renamed', `The tool is called ${now.name} now.`]]
  return [...renamed, ...compareTools(old, now)]
}
