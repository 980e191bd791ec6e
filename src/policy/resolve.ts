import type { Call, HasPrincipal, HasTool } from '../kernel/call.ts'
import type { Catalog, View } from '../kernel/catalog.ts'
import { refuse, type ToolError } from '../kernel/error.ts'
import { nearest } from '../kernel/nearest.ts'
import type { Derive } from '../kernel/pipeline.ts'

/** Learns the tool. What is said of an unknown name depends only on what the caller may see, so it tells nothing. */
export function resolve(catalog: Catalog): Derive<Call & HasPrincipal, HasTool> {
  return function resolve({ toolName, principal }): HasTool | ToolError {
    const view = catalog.view(principal.access)
    const tool = view.find(toolName)
    return tool ? { tool } : refuse('unknown_tool', unknownTool(toolName, view))
  }
}

function unknownTool(name: string, { tools }: View): string {
  const names = tools.map((tool) => tool.name)
  // Neither repeated nor searched for when it is no name at all: it may be a page of text.
  const isName = /^[\w-]{1,63}$/.test(name)
  const said = isName ? `called ${name}` : 'of that name'
  const likely = isName ? nearest(name, names) : undefined
  const way = likely
    ? `Did you mean ${likely}?`
    : names.length > 0
      ? `Use one of these: ${names.join(', ')}.`
      : 'This connection has no tools.'
  return `There is no tool ${said}. ${way}`
}
