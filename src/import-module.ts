import { readFileSync, statSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { basename, dirname, extname, join, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import type { Imported } from './config/mounts.ts'
import { isModule } from './kernel/module.ts'
import { placeOf, sayPlace, shownPath, type Place } from './kernel/place.ts'

/** A module that is imported by its package's name is resolved as if the config file itself imported it. */
const FROM_CONFIG = 'toolcrib-module:'

const ROOT = pathToFileURL(join(import.meta.dirname, sep)).href
const ENTRY = new URL(`index${extname(import.meta.url)}`, ROOT).href

/** Rises with every reload, so that Node reads files anew instead of giving what it has in memory. */
let generation = 0

const imported = new Set<string>()

/** The files of authors' own that modules were made of so far, as absolute paths. */
export function importedFiles(): ReadonlySet<string> {
  return imported
}

/** From now on modules are read anew, with all files of their own that they import. */
export function forgetImports(): void {
  generation += 1
}

/**
 * Imports a module from a path, relative to the config file, or from a package that is installed where the config
 * file is. Never throws: what the module's code throws becomes a sentence that names the file and line.
 */
export async function importModule(use: string, configFile: string): Promise<Imported> {
  hook()
  const folder = dirname(resolve(configFile))
  const isFile = isPath(use)
  const file = resolve(folder, use)
  if (isFile && !isThere(file))
    return failed(`there is no file ${shownPath(file)}. The path is relative to the config file.`)
  if (!isFile && isThere(file))
    return failed(`"${use}" would be a package. To load the file, begin its path with ./`)
  const from = pathToFileURL(resolve(configFile)).href
  const url = isFile ? pathToFileURL(file).href : `${FROM_CONFIG}${use}|${from}`
  try {
    const { default: made }: { default?: unknown } = await import(/* @vite-ignore */ url)
    const module = [made, innerDefault(made)].find(isModule)
    if (module) return { ok: true, module }
    return failed(wrongExport(isFile ? file : undefined, use, made))
  } catch (error) {
    return failed(sayFailure(error, { use, isFile, configFile: resolve(configFile) }))
  }
}

/** CommonJS that was compiled from a module: Node gives all of its exports as the default one. */
function innerDefault(made: unknown): unknown {
  return typeof made === 'object' && made !== null && 'default' in made ? made.default : undefined
}

/** Whether `use` names a file rather than a package. */
export function isPath(use: string): boolean {
  return /^(\.{1,2}[\\/]|[\\/]|[A-Za-z]:[\\/])/.test(use)
}

let isHooked = false

function hook(): void {
  if (isHooked) return
  isHooked = true
  registerHooks({
    resolve(specifier, context, next) {
      // However the module came by a copy of this package of its own, it gets the one that serves it: a refusal or
      // a module that another copy made would not be known here.
      if (specifier === 'toolcrib') return { url: ENTRY, shortCircuit: true }
      const resolved = specifier.startsWith(FROM_CONFIG)
        ? next(...fromConfig(specifier, context))
        : next(specifier, context)
      return { ...resolved, url: renewed(resolved.url) }
    },
  })
}

function fromConfig<C extends object>(specifier: string, context: C) {
  const at = specifier.lastIndexOf('|')
  const name = specifier.slice(FROM_CONFIG.length, at)
  return [name, { ...context, parentURL: specifier.slice(at + 1) }] as const
}

/** Only an author's own files change while we run; dependencies and this package are kept as they are. */
function renewed(url: string): string {
  const isOwn = url.startsWith('file:') && !url.includes('/node_modules/') && !url.startsWith(ROOT)
  if (!isOwn) return url
  imported.add(fileURLToPath(url))
  return generation > 0 ? `${url}?${generation}` : url
}

function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false
}

function failed(sentence: string): Imported {
  return { ok: false, sentence }
}

function wrongExport(file: string | undefined, use: string, made: unknown): string {
  const where = file === undefined ? use : sayPlace({ file, line: lineOf('export default', file) })
  return made === undefined
    ? `${where} has no default export. End the file with: export default defineModule({ … })`
    : `${where} exports something else than a module. Write: export default defineModule({ … })`
}

/** The first line that has the words; 1 when none has. */
function lineOf(words: string, file: string): number {
  if (!isThere(file)) return 1
  const lines = readFileSync(file, 'utf8').split('\n')
  return Math.max(1, lines.findIndex((line) => line.includes(words)) + 1)
}

/** Node names the file whose import failed, and not the line. */
function importIn(file: string, why: string): Place {
  const [, what = ''] = /'([^']*)'/.exec(why) ?? []
  return { file, line: lineOf(basename(what), file) }
}

interface Attempt {
  readonly use: string
  readonly configFile: string
  readonly isFile: boolean
}

function sayFailure(error: unknown, attempt: Attempt): string {
  const { use } = attempt
  if (!(error instanceof Error)) return `${use} threw ${String(error)} while it was loaded.`
  // The first line is enough: what follows repeats the source.
  const [first = ''] = error.message.split('\n')
  const [why = '', importer] = first.split(' imported from ')
  const ofPackage = sayPackageFailure(
    'code' in error ? String(error.code) : '',
    why,
    importer,
    attempt,
  )
  if (ofPackage !== undefined) return ofPackage
  const place = placeOf(error) ?? (importer === undefined ? undefined : importIn(importer, why))
  return `${place ? sayPlace(place) : use} cannot be loaded: ${why.replace(/[.]?$/, '.')}`
}

function sayPackageFailure(
  code: string,
  why: string,
  importer: string | undefined,
  { use, isFile, configFile }: Attempt,
): string | undefined {
  if (isFile) return undefined
  if (code === 'ERR_MODULE_NOT_FOUND' && why.includes(`'${use}'`))
    return `there is no package "${use}" beside the config file. Install it there, or write a path that begins with ./`
  if (code === 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING')
    return `${use} is a package of TypeScript files, which Node does not run. It has to ship JavaScript.`
  return importer === configFile || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
    ? `the package "${use}" has no entry that can be imported. Its package.json has to name one.`
    : undefined
}
