import type { Module } from '../kernel/module.ts'
import { shortName } from '../kernel/remount.ts'

/** A module and the namespace it is mounted under. */
interface Named {
  readonly namespace: string
  readonly original: Module
}

type Rename = (text: string) => string

/**
 * How the texts of one mount speak of tools: by the names that they have in this deployment. `undefined` when no
 * tool that they can mean is called otherwise than its author called it.
 */
export function renameFor(mount: Named, all: readonly Named[]): Rename | undefined {
  // A name that a tool has here means that tool, whatever was called so elsewhere.
  const served = new Set(all.flatMap(namesHere))
  // Of a module that is mounted twice, each mount speaks of its own tools.
  const own = new Set(mount.original.tools.map(({ name }) => name))
  const others = all.flatMap(renames).filter(([name]) => !own.has(name) && !served.has(name))
  const names = new Map([...others, ...renames(mount)])
  return names.size === 0 ? undefined : rewriter(names)
}

function namesHere({ namespace, original }: Named): readonly string[] {
  return original.tools.map((tool) => `${namespace}_${shortName(original, tool)}`)
}

/** The author's name → the name here. */
function renames(mount: Named): readonly (readonly [string, string])[] {
  if (mount.namespace === mount.original.id) return []
  const here = namesHere(mount)
  return mount.original.tools.map(({ name }, at) => [name, here[at] ?? name])
}

function rewriter(names: ReadonlyMap<string, string>): Rename {
  // Longer names first: one tool's name may be the beginning of another's.
  const longestFirst = [...names.keys()].toSorted((a, b) => b.length - a.length)
  // Not in an address or a path: there it is no tool's name.
  const pattern = new RegExp(`(?<![\\w@./-])(?:${longestFirst.join('|')})(?![\\w@/-]|\\.\\w)`, 'g')
  return (text) => text.replace(pattern, (found) => names.get(found) ?? found)
}
