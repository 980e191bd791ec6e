import type { Module } from '../kernel/module.ts'
import { nearest } from '../kernel/nearest.ts'
import { changeFaults } from '../kernel/change-faults.ts'
import { loanFaults } from '../kernel/loans.ts'
import { remount, type Remount, type ToolChange } from '../kernel/remount.ts'
import type { Finding } from './finding.ts'
import { deepFreeze } from './freeze.ts'
import { anyMount, type Mount } from './mount-schema.ts'
import { openParts } from './open-parts.ts'
import { renameFor } from './renames.ts'
import { suggest } from './suggest.ts'
import { name } from './words.ts'

/** A module that came from a path or a package; or why it did not, and where in its code. */
export type Imported =
  | { readonly ok: true; readonly module: Module }
  | { readonly ok: false; readonly sentence: string }

/** Where modules come from: the built-in ones, and by their `use` those that were imported for this file. */
export interface ModuleSources {
  readonly builtIn: readonly Module[]
  readonly imported: ReadonlyMap<string, Imported>
}

/** One entry of `modules` whose module was found. */
export interface FoundMount {
  readonly namespace: string
  readonly mount: Mount
  /** As its author wrote it. */
  readonly original: Module
  /** As this deployment mounts it. */
  readonly module: Module
}

export interface Mounts {
  readonly found: readonly FoundMount[]
  /** Namespaces whose module was not found. */
  readonly missing: readonly string[]
  readonly findings: readonly Finding[]
}

/** The `use` of every entry that is not built in, to be imported. */
export function usesIn(
  modules: Readonly<Record<string, unknown>>,
  builtIn: readonly string[],
): readonly string[] {
  const uses = Object.values(modules).flatMap((entry) => mountOf(entry).use ?? [])
  return [...new Set(uses)].filter((use) => !builtIn.includes(use))
}

/** The `use` of every entry, or else its namespace. */
export function namesIn(modules: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(modules).map(([namespace, entry]) => mountOf(entry).use ?? namespace)
}

/** Finds the modules of the file's entries and mounts them as it says. */
export function mountsIn(
  modules: Readonly<Record<string, unknown>>,
  sources: ModuleSources,
): Mounts {
  const entries = Object.entries(modules).map(([namespace, entry]) => {
    const mount = mountOf(entry)
    return { namespace, mount, ...sourceOf(namespace, mount, sources) }
  })
  const sourced = entries.flatMap((entry) => ('original' in entry ? [entry] : []))
  const found = sourced.map((entry) => ({ ...entry, module: mounted(entry, sourced) }))
  const missing = entries.flatMap((entry) => ('original' in entry ? [] : [entry.namespace]))
  const twice = twins(sourced)
  return {
    found,
    missing,
    findings: [
      ...entries.flatMap((entry) => ('sentence' in entry ? [notFound(entry)] : [])),
      ...sourced.flatMap(faultsOf),
      ...twice,
      // A module that was not found may be the very one that lends, and one that is there twice lends twice.
      ...(missing.length === 0 && twice.length === 0 ? badLoans(found, sources.builtIn) : []),
    ],
  }
}

type Sourced = Omit<FoundMount, 'module'>

/** What is amiss in an entry is said by the schema; until then it is mounted as it is. */
function mountOf(entry: unknown): Mount {
  const read = anyMount.safeParse(entry)
  if (read.success) return read.data
  const use = anyMount.pick({ use: true }).loose().safeParse(entry)
  return use.success && use.data.use !== undefined ? { use: use.data.use } : {}
}

function sourceOf(
  namespace: string,
  { use }: Mount,
  { builtIn, imported }: ModuleSources,
): { original: Module } | { sentence: string } {
  const id = use ?? namespace
  const own = builtIn.find((module) => module.id === id)
  if (own) return { original: own }
  const ids = builtIn.map((module) => module.id)
  if (use === undefined) return { sentence: sayUnknown(namespace, ids) }
  const found = imported.get(use)
  if (!found) return { sentence: `"${use}" is not a module. ${suggest(use, ids, 'Modules')}` }
  if (found.ok) return { original: found.module }
  const meant = nearest(use, ids)
  return { sentence: meant ? `${found.sentence} Did you mean "${meant}"?` : found.sentence }
}

function sayUnknown(namespace: string, ids: readonly string[]): string {
  const sentence = `there is no such module. ${suggest(namespace, ids, 'Modules')}`
  const isSlip = nearest(namespace, ids) !== undefined
  return isSlip ? sentence : `${sentence} To load one of your own, say where it is with "use".`
}

function notFound({
  namespace,
  mount,
  sentence,
}: {
  namespace: string
  mount: Mount
  sentence: string
}) {
  return mount.use === undefined
    ? ({ path: ['modules', namespace], at: 'key', sentence } as const)
    : ({ path: ['modules', namespace, 'use'], at: 'value', sentence } as const)
}

function mounted(entry: Sourced, all: readonly Sourced[]): Module {
  const { namespace, original } = entry
  const rename = renameFor(entry, all)
  const { changes, only } = soundParts(entry)
  if (!rename && changes.size === 0 && !only) return original
  return remount(original, {
    namespace,
    changes,
    rename: rename ?? ((text) => text),
    ...(only && { only }),
  })
}

/** What is amiss is left out, because everything that follows from it would be complained about as well. */
function soundParts({ mount, original }: Sourced): Pick<Remount, 'changes' | 'only'> {
  const changes = changesOf(mount)
  const names = new Set(original.tools.map((tool) => tool.name))
  const isKnown = (short: string): boolean => names.has(`${original.id}_${short}`)
  const isSound = changeFaults(original, { changes }).length === 0
  return {
    changes: isSound ? changes : new Map(),
    ...(mount.only?.every(isKnown) && { only: mount.only }),
  }
}

function changesOf({ tools = {} }: Mount): ReadonlyMap<string, ToolChange> {
  const changes = Object.entries(tools).map(([short, change]) => {
    const said = Object.entries(change).filter(([, value]) => value !== undefined)
    return [short, deepFreeze(Object.fromEntries(said))] as const
  })
  return new Map(changes)
}

function faultsOf({ namespace, mount, original }: Sourced): readonly Finding[] {
  const root = ['modules', namespace]
  const named = name.safeParse(namespace)
  const open = openParts(original.config)
  return [
    ...(named.success
      ? []
      : [{ path: root, at: 'key' as const, sentence: named.error.issues[0]?.message ?? '' }]),
    ...(open.length === 0
      ? []
      : [
          {
            path: root,
            at: 'key' as const,
            sentence: `its settings would drop unknown keys without a word (${open.join(', ')}); use z.strictObject or z.looseObject.`,
          },
        ]),
    ...changeFaults(original, { changes: changesOf(mount) }).map(({ tool, path, sentence }) => ({
      path: [...root, 'tools', tool, ...path],
      at: 'value' as const,
      sentence,
    })),
  ]
}

/** A proof is known by its kind: one that is given to one of two mounts would open the other as well. */
function twins(entries: readonly Sourced[]): readonly Finding[] {
  return entries.flatMap(({ namespace, original }, at) => {
    const first = entries.slice(0, at).find((entry) => entry.original === original)
    const shares = original.tools.some(
      ({ facts }) => facts.needs.length > 0 || facts.gives.length > 0,
    )
    if (!first || !shares) return []
    const sentence = `is mounted as ${first.namespace} already, and a proof given to one would open the other. Serve the second one from a deployment of its own.`
    return [{ path: ['modules', namespace], at: 'key', sentence }]
  })
}

/** Whoever borrows cannot work without it, so nothing is served until somebody lends it. */
function badLoans(found: readonly FoundMount[], builtIn: readonly Module[]): readonly Finding[] {
  const mounted = found.map(({ module }) => module)
  return loanFaults(mounted, builtIn).map(({ id, sentence }) => ({
    path: ['modules', id],
    at: 'key',
    sentence,
  }))
}
