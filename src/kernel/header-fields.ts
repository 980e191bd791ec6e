import type { JsonSchema } from './input.ts'
import { isRecord } from './json.ts'
import { mapSubschemas } from './subschemas.ts'

/**
 * The places of a schema that ask clients to repeat an argument in a header of their requests. Headers stand in the logs
 * of every proxy on the way, and a guard that read them would judge another call than the one that runs.
 */
export function headerFieldsIn(
  schema: JsonSchema,
  path: readonly string[] = [],
): readonly string[] {
  const found = 'x-mcp-header' in schema ? [path.join('.')] : []
  mapSubschemas(schema, (child, keyword, step) => {
    if (isRecord(child))
      found.push(...headerFieldsIn(child, keyword === 'properties' ? [...path, step] : path))
  })
  return found
}
