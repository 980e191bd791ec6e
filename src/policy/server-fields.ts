import { isRecord, type Fields } from '../kernel/json.ts'
import type { MountedTool } from '../kernel/module.ts'
import { FORMATS, type Format } from '../kernel/reply.ts'

/** What stood in the server's own arguments, and the others, which are all that the tool sees. */
export interface ServerFields {
  readonly format: Format | 'invalid' | undefined
  readonly code: string | undefined
  readonly idempotencyKey: string | undefined
  readonly rest: unknown
}

const OWN = ['response_format', 'confirmation_code', 'idempotency_key']

/** Takes the server's own arguments out. One that the tool was not given is left in, to be refused as unknown. */
export function takeServerFields(input: unknown, { facts }: MountedTool): ServerFields {
  if (!isRecord(input) || !OWN.some((name) => name in input))
    return { format: undefined, code: undefined, idempotencyKey: undefined, rest: input }
  const { response_format: format, confirmation_code: code, idempotency_key: key, ...own } = input
  const changes = facts.tier !== 'read'
  return {
    format: facts.hasDetailed ? formatOf(format) : undefined,
    code: changes ? textOf(code) : undefined,
    idempotencyKey: changes ? textOf(key) : undefined,
    rest: {
      ...own,
      ...(!facts.hasDetailed && kept({ response_format: format })),
      ...(!changes && kept({ confirmation_code: code, idempotency_key: key })),
    },
  }
}

function formatOf(asked: unknown): Format | 'invalid' | undefined {
  if (asked === undefined || asked === null) return undefined
  return FORMATS.find((format) => format === asked) ?? 'invalid'
}

/** Models write a code as a number, and an empty text for none. What cannot be read is a wrong code, not none. */
function textOf(given: unknown): string | undefined {
  if (given === undefined || given === null || given === '') return undefined
  return typeof given === 'string' || typeof given === 'number' ? String(given) : '?'
}

function kept(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
