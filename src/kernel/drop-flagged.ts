import type * as z from 'zod'

/**
 * Takes patterns with flags out of a text's JSON Schema, which has no flags: zod writes `/^r-/i` as a pattern that
 * forbids `R-1842`.
 */
export function dropFlagged(json: z.core.JSONSchema.BaseSchema, schema: z.core.$ZodType): void {
  const { def } = schema._zod
  const defs = [def, ...(def.checks ?? []).map((check) => check._zod.def)]
  const flagged = defs.map(flaggedIn).filter((source) => source !== undefined)
  if (flagged.length === 0) return
  const isFlagged = ({ pattern }: { pattern?: string }) => flagged.includes(pattern ?? '')
  if (isFlagged(json)) delete json.pattern
  if (json.allOf) json.allOf = json.allOf.filter((part) => !isFlagged(part))
}

/** The source of a check's pattern, when its flags change what it fits. */
function flaggedIn(check: object): string | undefined {
  const pattern: unknown = 'pattern' in check ? check.pattern : undefined
  return pattern instanceof RegExp && /[ims]/.test(pattern.flags) ? pattern.source : undefined
}
