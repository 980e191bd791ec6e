import { readFileSync } from 'node:fs'
import { isMap, isNode, parseDocument, type YAMLMap } from 'yaml'

import { Problems } from '../kernel/catalog.ts'
import { isRecord } from '../kernel/json.ts'

/** The modules that a config file mounts, as far as a new tool needs to know. */
export interface Mounts {
  has(namespace: string): boolean
  /** The settings of one; `{}` where there are none. */
  settingsOf(namespace: string): Readonly<Record<string, unknown>>
  /** The file's text with one more module in it, and all else as it was. Throws `Problems` where it cannot stand. */
  with(namespace: string, use: string): string
}

/** Reads a config file, which may have faults elsewhere. Throws `Problems` when it has no `modules` to add to. */
export function readMounts(file: string): Mounts {
  const text = textOf(file)
  const document = parseDocument(text, { stringKeys: true })
  const modules = document.get('modules')
  const plain: unknown = document.toJS()
  if (document.errors.length > 0 || !isMap(modules))
    throw new Problems([`${file}: has no list of modules that can be read.`])
  return {
    has: (namespace) => modules.has(namespace),
    settingsOf: (namespace) => recordAt(recordAt(recordAt(plain, 'modules'), namespace), 'config'),
    with(namespace, use) {
      const added = withEntry(text, modules, [`${namespace}:`, `  use: ${use}`])
      if (added !== undefined && isMounted(added, namespace, use)) return added
      throw new Problems([
        `${file} leaves no room for another module, so nothing was changed. Write its modules one below the other, and try again.`,
      ])
    },
  }
}

/** Written into the text and not into the document, whose printer would move comments and spaces elsewhere. */
function withEntry(text: string, modules: YAMLMap, lines: readonly string[]): string | undefined {
  const [first] = modules.items
  const value = modules.items.at(-1)?.value
  const start = isNode(first?.key) ? first.key.range?.[0] : undefined
  const end = isNode(value) ? value.range?.[1] : undefined
  if (start === undefined || end === undefined) return undefined
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const written = text.slice(0, end).trimEnd().length
  const lineEnd = `${text}\n`.indexOf('\n', written)
  const entry = lines.map((line) => `\n${indent}${line}`).join('')
  return text.slice(0, lineEnd) + entry + text.slice(lineEnd)
}

function isMounted(text: string, namespace: string, use: string): boolean {
  const document = parseDocument(text, { stringKeys: true })
  return document.errors.length === 0 && document.getIn(['modules', namespace, 'use']) === use
}

function recordAt(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const found = isRecord(value) ? value[key] : undefined
  return isRecord(found) ? found : {}
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Problems([
      `${file} cannot be read. Run this at the root of a project, or name its configuration with --config.`,
    ])
  }
}
