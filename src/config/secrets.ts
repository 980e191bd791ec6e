import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import type { Draft, DraftClient } from './draft.ts'
import type { Finding } from './finding.ts'

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

export interface Secrets {
  /** Client → key. */
  readonly keys: ReadonlyMap<string, string>
  readonly findings: readonly Finding[]
}

/** A key, or why there is none. The reason never holds what was read. */
type Fetched = { readonly key: string } | { readonly field: string; readonly sentence: string }

/** Fetches each client's key from where the file says it is. Relative paths start at `folder`. */
export function fetchSecrets({ clients }: Draft, env: Environment, folder: string): Secrets {
  const keys = new Map<string, string>()
  const findings: Finding[] = []
  for (const [name, { credential }] of Object.entries(clients)) {
    const path = ['clients', name, 'credential']
    const fetched = fetchKey(credential, env, folder)
    if (!fetched) continue
    if (!('key' in fetched)) {
      const { field, sentence } = fetched
      findings.push({ path: [...path, field], at: 'value', sentence })
      continue
    }
    const twin = [...keys].find(([, key]) => key === fetched.key)
    if (twin) findings.push({ path, at: 'value', sentence: sayTwin(twin[0]) })
    else keys.set(name, fetched.key)
  }
  return { keys, findings }
}

function fetchKey(
  { env: variable, file }: DraftClient['credential'],
  env: Environment,
  folder: string,
): Fetched | undefined {
  // With neither or both the schema has already complained.
  if (variable !== undefined && file === undefined) return fromEnvironment(variable, env)
  if (file !== undefined && variable === undefined) return fromFile(resolve(folder, file))
  return undefined
}

function fromEnvironment(variable: string, env: Environment): Fetched {
  const key = env[variable]?.trim()
  if (key) return isStrong(key) ? { key } : { field: 'env', sentence: `${variable} ${WEAK}` }
  const state = key === undefined ? 'not set' : 'empty'
  return {
    field: 'env',
    sentence: `the environment variable ${variable} is ${state}. Set it to the key of this client.`,
  }
}

function fromFile(file: string): Fetched {
  try {
    const key = readFileSync(file, 'utf8').trim()
    if (key) return isStrong(key) ? { key } : { field: 'file', sentence: `${file} ${WEAK}` }
    return { field: 'file', sentence: `${file} is empty. Write the key of this client into it.` }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    return { field: 'file', sentence: `${file} cannot be read (${code}).` }
  }
}

/** Keys are compared by a plain hash, so they must be too long to guess; and a header cannot carry a blank. */
function isStrong(key: string): boolean {
  return /^[\x21-\x7e]{24,}$/.test(key)
}

const WEAK =
  'holds a key that is too easy to guess. Use 24 or more letters and digits, without blanks, made at random.'

function sayTwin(client: string): string {
  return `gives the same key as clients.${client}, so the two could not be told apart. Give each client its own.`
}
