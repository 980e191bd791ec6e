import { matches } from '../kernel/access.ts'
import type { Draft } from './draft.ts'
import type { Finding, Path } from './finding.ts'
import type { Known } from './known.ts'
import { suggest } from './suggest.ts'
import { PATTERN } from './words.ts'

/** Every name in the file that refers to nothing. A misspelt name in `exclude` would leave its tool open. */
export function checkNames(draft: Draft, known: Known): readonly Finding[] {
  const { server, toolsets, clients, rules, operators, approvals } = draft
  const patterns = (path: Path, list: readonly string[]) =>
    each(list, path, (pattern) => amissPattern(pattern, known))
  const inToolsets = Object.entries(toolsets).flatMap(([name, list]) =>
    patterns(['toolsets', name], list),
  )
  const inClients = Object.entries(clients).flatMap(([name, { tools, toolsets: sets, scopes }]) => [
    ...patterns(['clients', name, 'tools', 'include'], tools.include),
    ...patterns(['clients', name, 'tools', 'exclude'], tools.exclude),
    ...each(sets, ['clients', name, 'toolsets'], (set) => amissToolset(set, known)),
    ...each(scopes, ['clients', name, 'scopes'], (scope) => amissScope(scope, known)),
  ])
  const names = Object.keys(clients)
  const inRules = Object.entries(rules).flatMap(([id, { tools, clients: own = [] }]) => [
    ...patterns(['rules', id, 'tools'], tools),
    ...each(own, ['rules', id, 'clients'], (client) => amissClient(client, names)),
  ])
  const inOperators = Object.entries(operators).flatMap(([name, { tools, clients: own }]) => [
    ...patterns(['operators', name, 'tools'], tools),
    ...each(own, ['operators', name, 'clients'], (entry) => amissClients(entry, names)),
  ])
  const inApprovals = Object.keys(approvals.tools).flatMap((entry): readonly Finding[] => {
    const sentence = PATTERN.test(entry) ? amissPattern(entry, known) : undefined
    return sentence === undefined
      ? []
      : [{ path: ['approvals', 'tools', entry], at: 'key', sentence }]
  })
  const inOauth = each(server.oauth?.scopes ?? [], ['server', 'oauth', 'scopes'], (scope) =>
    amissScope(scope, known),
  )
  return [...inOauth, ...inToolsets, ...inClients, ...inRules, ...inOperators, ...inApprovals]
}

/** The words of a list for which `amiss` has a sentence. The path names the list, the position the word. */
function each(
  words: readonly string[],
  list: Path,
  amiss: (word: string) => string | undefined,
): readonly Finding[] {
  return words.flatMap((word, index) => {
    const sentence = word === '' ? undefined : amiss(word)
    return sentence === undefined ? [] : [{ path: [...list, index], at: 'value', sentence }]
  })
}

function amissPattern(pattern: string, { tools, unloaded, missing }: Known): string | undefined {
  if (missing.some((namespace) => pattern.startsWith(`${namespace}_`))) return undefined
  const fits = ({ name }: { readonly name: string }): boolean => matches(pattern, name)
  if (tools.some(fits)) return undefined
  const absent = unloaded.find(fits)
  if (absent)
    return `"${pattern}" belongs to the module ${absent.module}, which is not loaded. Add it to modules.`
  if (!pattern.includes('*'))
    return `no tool is called "${pattern}". ${suggest(pattern, tools.map(nameOf), 'Tools')}`
  const patterns = [...new Set(tools.map(({ module }) => `${module}_*`))]
  return `no tool matches "${pattern}". ${suggest(pattern, patterns, 'Patterns that do')}`
}

function nameOf({ name }: { readonly name: string }): string {
  return name
}

function amissToolset(set: string, { toolsets }: Known): string | undefined {
  if (toolsets.has(set)) return undefined
  return `no toolset is called "${set}". ${suggest(set, [...toolsets.keys()], 'Toolsets')}`
}

function amissClient(client: string, clients: readonly string[]): string | undefined {
  if (clients.includes(client)) return undefined
  return `no client is called "${client}". ${suggest(client, clients, 'Clients')}`
}

function amissClients(entry: string, clients: readonly string[]): string | undefined {
  if (clients.some((client) => matches(entry, client))) return undefined
  return `no client is called "${entry}". ${suggest(entry, clients, 'Clients')}`
}

function amissScope(scope: string, { scopes, missing }: Known): string | undefined {
  if (scopes.includes(scope) || missing.length > 0) return undefined
  return `no tool uses the scope "${scope}". ${suggest(scope, scopes, 'Scopes')}`
}
