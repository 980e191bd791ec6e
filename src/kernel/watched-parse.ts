import vm from 'node:vm'

import type { Input, JsonSchema, Parsed } from './input.ts'
import { isRecord } from './json.ts'
import { mapSubschemas } from './subschemas.ts'

/** Long enough for any honest check on a busy machine. Meanwhile the process does nothing else. */
const LONGEST_MS = 200

/** Up to this length no pattern has enough to try again and again. */
const HARMLESS_LETTERS = 20

/** Nor has a schema that refers to itself, up to this depth. */
const DEEP = 3

/**
 * Breaks a check off that takes too long. A pattern such as `(a+)+$` tries every way to divide a text that does not fit,
 * and thirty letters of an argument would hold up every other call for minutes (ReDoS; CVE-2026-0621 is one). A schema
 * that refers to itself can be made to try as many.
 */
export function watched<T>(input: Input<T>): Input<T> {
  if (!mayTakeLong(input.json)) return input
  return {
    json: input.json,
    parse: (raw) => (hasMuch(raw) ? inTime(() => input.parse(raw)) : input.parse(raw)),
  }
}

function mayTakeLong(schema: JsonSchema): boolean {
  const { pattern, $ref: ref } = schema
  if (typeof ref === 'string' || (typeof pattern === 'string' && /[*+{]/.test(pattern))) return true
  if ('patternProperties' in schema) return true
  let found = false
  mapSubschemas(schema, (child) => void (found ||= isRecord(child) && mayTakeLong(child)))
  return found
}

/** A long text for a pattern, or something nested for a schema that refers to itself. */
function hasMuch(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.length > HARMLESS_LETTERS
  if (typeof value !== 'object' || value === null) return false
  if (depth > DEEP) return true
  return Object.entries(value).some(
    ([key, inner]) => key.length > HARMLESS_LETTERS || hasMuch(inner, depth + 1),
  )
}

const WORK = new vm.Script('work()')

let room: vm.Context | undefined

/** Node watches over scripts only, so the check is called from one. */
function inTime<T>(work: () => Parsed<T>): Parsed<T> {
  const context = (room ??= vm.createContext({}))
  let made: Parsed<T> | undefined
  context['work'] = () => {
    made = work()
  }
  try {
    WORK.runInContext(context, { timeout: LONGEST_MS })
  } catch (error) {
    if (!isTimeout(error)) throw error
  }
  return made ?? TOO_LONG
}

function isTimeout(error: unknown): boolean {
  return isRecord(error) && error['code'] === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
}

const TOO_LONG = {
  ok: false,
  issues: [{ path: [], kind: 'custom', message: 'took too long to check. Send shorter texts' }],
} as const
