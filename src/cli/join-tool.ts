import { readVersion, sayVersion } from '../kernel/semantic-version.ts'
import type { NewName } from './new-name.ts'

/** A `module.ts` that has the tool; or the lines to write by hand, when the file is not as we know it. */
export type JoinedModule =
  | { readonly ok: true; readonly text: string; readonly version: string }
  | { readonly ok: false; readonly lines: readonly string[] }

/** One list of plain names, which `...more` or a call in it would make something else. */
const TOOLS = /^( *)tools: \[([\w\s,]*)\]/gm
const IMPORTS = /^import [^'"]*['"][^'"]*['"];?$/gm
const VERSION = /^( *version: )(['"])([^'"]+)\2/gm

/** Puts the tool into its module's list, imports it, and raises the version as far as a new tool asks for. */
export function joinTool(text: string, { file, variable }: NewName): JoinedModule {
  const importLine = `import { ${variable} } from './${file}.ts'`
  const [tools, secondList] = text.matchAll(TOOLS)
  const lastImport = [...text.matchAll(IMPORTS)].at(-1)
  const [version, secondVersion] = text.matchAll(VERSION)
  const raised = raisedFrom(version?.[3])
  const isKnown = !secondList && !secondVersion && !new RegExp(`\\b${variable}\\b`).test(text)
  if (!tools || !lastImport || !version || raised === undefined || !isKnown)
    return { ok: false, lines: [importLine, `tools: […, ${variable}],`] }
  const edits = [
    { ...span(lastImport), made: `${lastImport[0]}\n${importLine}` },
    { ...span(version), made: `${version[1]}${version[2]}${raised}${version[2]}` },
    {
      ...span(tools),
      made: `${tools[1]}tools: [${listed(tools[2] ?? '', variable, tools[1] ?? '')}]`,
    },
  ]
  return { ok: true, text: edited(text, edits), version: raised }
}

interface Edit {
  readonly from: number
  readonly to: number
  readonly made: string
}

function span(found: RegExpExecArray): Pick<Edit, 'from' | 'to'> {
  return { from: found.index, to: found.index + found[0].length }
}

/** From the end to the start, so that no edit moves the place of another. */
function edited(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.from - a.from)
    .reduce((made, edit) => made.slice(0, edit.from) + edit.made + made.slice(edit.to), text)
}

/** On one line or one below the other, as the list was. */
function listed(list: string, variable: string, indent: string): string {
  const names = [...list.split(',').map((each) => each.trim()), variable].filter(Boolean)
  if (!list.includes('\n')) return names.join(', ')
  return `\n${names.map((each) => `${indent}  ${each},\n`).join('')}${indent}`
}

function raisedFrom(text: string | undefined): string | undefined {
  const version = text === undefined ? undefined : readVersion(text)
  if (!version || version.prerelease.length > 0) return text
  return sayVersion({ ...version, minor: version.minor + 1, patch: 0 })
}
