import * as z from 'zod'

import type { Gate } from '../kernel/gate.ts'
import { PROFILE_NAMES } from '../kernel/profile.ts'
import { TIERS } from '../kernel/tier.ts'

/** What clients, toolsets and modules may be called. */
const NAME = /^[a-z][a-z0-9_]{0,62}$/

/** A tool's name, or one with `*`. No other sign may pass, because patterns become regular expressions. */
export const PATTERN = /^[a-z0-9_*]+$/

export const name = z
  .string()
  .regex(NAME, 'a name is 1 to 63 of a-z, 0-9 and _, and starts with a letter.')

export const toolsetName = name.refine(
  (word) => word !== 'mcp',
  'no toolset may be called "mcp", because that is the address of the server itself.',
)

export const pattern = z
  .string()
  .regex(PATTERN, 'write the name of a tool, or a pattern of a-z, 0-9, _ and *.')

export const patterns = z.array(pattern)

/** What a gate asks for, as a noun. */
export const GATE_WORDS: Readonly<Record<Gate, string>> = {
  auto: 'nothing',
  spoken: 'a spoken yes',
  delivered: 'a delivered code',
  approval: "an operator's approval",
}

export const profile = z.enum(PROFILE_NAMES)

export const tier = z.enum(TIERS)

/** Capitals only: a key pasted here by mistake is refused unprinted, instead of looked up and then named. */
export const variable = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of an environment variable, in capitals.')

/** Must look like a path, for the same reason. */
export const keyFile = z
  .string()
  .regex(
    /^(\.{0,2}[\\/]|[A-Za-z]:[\\/])/,
    'must be a path that begins with /, ./ or ../ (relative to this file).',
  )

/** For rules about a whole: what is amiss in its parts is said first, and would be said twice otherwise. */
export function isFlawless({ issues }: z.core.ParsePayload): boolean {
  return issues.length === 0
}
