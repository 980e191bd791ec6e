import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import * as z from 'zod'

import own from '../../package.json' with { type: 'json' }
import { PACKAGE_ROOT } from './templates.ts'

type Section = Readonly<Record<string, unknown>>

/** A `package.json` with all that a project needs; or what stands in the way of one, a line each. */
export type ProjectManifest =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly string[] }

/** Versions that are already chosen are kept; what does something else is a problem. */
const KEPT: ReadonlySet<string> = new Set(['dependencies', 'devDependencies', 'allowScripts'])

const written = z.record(z.string(), z.unknown())

/** The `package.json` of the project in `folder`. One that is there, as `npm install` makes it, is completed. */
export function projectManifest(folder: string): ProjectManifest {
  const file = join(folder, 'package.json')
  const wanted = manifestFor(folder)
  if (!existsSync(file)) return { ok: true, text: json({ name: nameOf(folder), ...wanted }) }
  const there = written.safeParse(parsed(readFileSync(file, 'utf8')))
  if (!there.success) return { ok: false, problems: [`${file} is not a JSON object.`] }
  const problems = Object.entries(wanted).flatMap(([key, value]) =>
    clashes(key, value, there.data[key]).map((clash) => `${file}: ${clash}`),
  )
  if (problems.length > 0) return { ok: false, problems }
  const merged = Object.entries(wanted).map(([key, value]) => [key, both(value, there.data[key])])
  return { ok: true, text: json({ ...there.data, ...Object.fromEntries(merged) }) }
}

/** How a project in `folder` can say where this very package is from. */
export function toolcribFor(folder: string, packageRoot: string = PACKAGE_ROOT): string {
  const host = dirname(dirname(packageRoot))
  const spec = isInstalled(packageRoot) ? specIn(join(host, 'package.json')) : undefined
  if (spec === undefined) return fileSpec(folder, packageRoot)
  return spec.startsWith('file:') ? fileSpec(folder, resolve(host, spec.slice(5))) : spec
}

function manifestFor(folder: string) {
  return {
    private: true,
    type: 'module',
    scripts: {
      start: 'toolcrib serve',
      test: 'node --test "test/**/*.test.ts" && toolcrib catalog --out test/catalog.json --check',
      lint: 'toolcrib lint --strict',
      types: 'tsc',
      snapshot: 'toolcrib diff test/catalog.json && toolcrib catalog --out test/catalog.json',
    },
    // The same zod as Toolcrib has, so that one copy serves both.
    dependencies: { toolcrib: toolcribFor(folder), zod: own.dependencies.zod },
    devDependencies: {
      '@types/node': own.devDependencies['@types/node'],
      node: own.devDependencies.node,
      typescript: own.devDependencies.typescript,
    },
    // npm's scripts then run on this Node, however old the machine's own is.
    allowScripts: { node: true, 'better-sqlite3': false },
  }
}

function isInstalled(packageRoot: string): boolean {
  return basename(dirname(packageRoot)) === 'node_modules'
}

/** What the `package.json` that brought this package says of it. */
function specIn(file: string): string | undefined {
  const read = z
    .object({ dependencies: z.object({ toolcrib: z.string() }) })
    .safeParse(existsSync(file) ? parsed(readFileSync(file, 'utf8')) : undefined)
  return read.data?.dependencies.toolcrib
}

function fileSpec(folder: string, target: string): string {
  return `file:${relative(resolve(folder), target).replaceAll('\\', '/')}`
}

function clashes(key: string, wanted: unknown, there: unknown): readonly string[] {
  if (there === undefined || KEPT.has(key)) return []
  const [mine, theirs] = [sectionOf(wanted), sectionOf(there)]
  if (mine && theirs)
    return Object.entries(mine)
      .filter(([name, value]) => theirs[name] !== undefined && theirs[name] !== value)
      .map(([name]) => `${key} has a "${name}" of its own; rename it.`)
  return wanted === there
    ? []
    : [`"${key}" is ${JSON.stringify(there)}, and has to be ${JSON.stringify(wanted)}.`]
}

function both(wanted: unknown, there: unknown): unknown {
  const [mine, theirs] = [sectionOf(wanted), sectionOf(there)]
  return mine && theirs ? { ...mine, ...theirs } : wanted
}

function sectionOf(value: unknown): Section | undefined {
  return written.safeParse(value).data
}

/** What npm takes for a name, as near to the folder's as can be. */
function nameOf(folder: string): string {
  const words = basename(resolve(folder))
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  return words?.join('-') ?? 'tools'
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
