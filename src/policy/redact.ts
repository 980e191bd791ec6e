import type { Json } from '../kernel/canonical-json.ts'
import { isRecord, propertiesOf } from '../kernel/json.ts'
import type { DeclaredTool } from '../kernel/module.ts'

/** Deeper or longer than this, a record says only that there was more. */
const DEEPEST = 4
const MOST = 30

/**
 * Arguments as the ledger keeps them readable. Numbers, switches and the choices of an enumeration say nothing about a
 * person; every other text is masked, unless its tool declares the argument as nobody's personal data. Names of fields
 * are the caller's text as well, so unknown ones are only counted.
 */
export function redact(
  raw: unknown,
  tool: Pick<DeclaredTool, 'inputSchema' | 'facts'> | undefined,
): Json {
  if (!isRecord(raw)) return masked(raw, 0)
  const fields = tool ? propertiesOf(tool.inputSchema) : {}
  const isOpen = (name: string, value: unknown): boolean =>
    tool?.facts.recorded.includes(name) === true || choicesOf(fields[name]).includes(value)
  const readable: [string, Json][] = []
  let unknown = 0
  for (const [name, value] of Object.entries(raw))
    if (!Object.hasOwn(fields, name)) unknown += 1
    else readable.push([name, isOpen(name, value) ? shown(value) : masked(value, 0)])
  if (unknown > 0) readable.push(['…', `${unknown} other`])
  return Object.fromEntries(readable)
}

function choicesOf(schema: unknown): readonly unknown[] {
  if (!isRecord(schema)) return []
  const { enum: choices, const: only } = schema
  return Array.isArray(choices) ? choices : only === undefined ? [] : [only]
}

function shown(value: unknown): Json {
  return typeof value === 'string' ? value.slice(0, 100) : masked(value, 0)
}

function masked(value: unknown, depth: number): Json {
  if (typeof value === 'string') return `[text of ${value.length}]`
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'object') return null
  if (depth >= DEEPEST) return '[more]'
  if (Array.isArray(value)) return value.slice(0, MOST).map((item) => masked(item, depth + 1))
  const inner = Object.values(value).slice(0, MOST)
  return inner.map((item) => masked(item, depth + 1))
}
