import { readFileSync } from 'node:fs'
import { isMap, parseDocument } from 'yaml'

import { isRecord } from '../kernel/json.ts'
import { Problems } from '../kernel/catalog.ts'

/** The modules that a config file mounts, as far as a new tool needs to know. */
export interface Mounts {
  has(namespace: string): boolean
  /** The settings of one; `{}` where there are none. */
  settingsOf(namespace: string): unknown
  /** The file's text with one more module in it. Comments and order stay. */
  with(namespace: string, use: string): string
}

/** Reads a config file, which may have faults elsewhere. Throws `Problems` when it has no `modules` to add to. */
export function readMounts(file: string): Mounts {
  const document = parseDocument(textOf(file), { stringKeys: true })
  const modules = document.get('modules')
  const plain: unknown = document.toJS()
  if (document.errors.length > 0 || !isMap(modules))
    throw new Problems([
      `${file}: has no readable list of modules. Run "check" to see what is wrong.`,
    ])
  return {
    has: (namespace) => modules.has(namespace),
    settingsOf: (namespace) => recordAt(recordAt(recordAt(plain, 'modules'), namespace), 'config'),
    with(namespace, use) {
      const added = document.clone()
      added.setIn(['modules', namespace], added.createNode({ use }))
      return added.toString({ lineWidth: 0, flowCollectionPadding: true })
    },
  }
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
      `${file}: cannot be read. Run this at the root of a project, or name its configuration with --config.`,
    ])
  }
}
