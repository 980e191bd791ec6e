import type { JsonSchema } from '../kernel/input.ts'
import { propertiesOf, requiredOf, type Fields } from '../kernel/json.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import type { Condition } from './condition.ts'

/** Nobody waits yet, and a busy machine must not keep a server from starting. */
const START_LIMIT_MS = 5_000

/**
 * Why a condition cannot be worked out for calls that are valid: tried on the tool's examples, with and without each
 * argument that may be left out. What the tool looks up is not known here, so a condition on that is not tried.
 */
export function exampleFault(
  condition: Condition,
  { name, inputSchema, examples }: Pick<DeclaredTool, 'name' | 'inputSchema' | 'examples'>,
): string | undefined {
  if (condition.resolved.length > 0) return undefined
  const faultOf = (example: Fields): string | undefined => {
    const verdict = condition.judge({ arguments: example, resolved: {}, nowMs: 0 }, START_LIMIT_MS)
    return 'fault' in verdict ? verdict.fault : undefined
  }
  const optional = condition.arguments.filter((field) => isOptional(field, inputSchema))
  for (const example of examples) {
    const whole = withDefaults(example, inputSchema)
    const missing = optional.find((field) => faultOf({ ...whole, [field]: undefined }))
    if (missing !== undefined) return sayOptional(missing, name)
    const fault = faultOf(whole)
    if (fault !== undefined)
      return `cannot be worked out for the example ${JSON.stringify(example)} of ${name}: ${fault}.`
  }
  return undefined
}

function sayOptional(field: string, tool: string): string {
  return `a call of ${tool} may leave "${field}" out, and then this cannot be worked out. Write has(arguments.${field}) && before it.`
}

function isOptional(field: string, schema: JsonSchema): boolean {
  return (
    !requiredOf(schema).includes(field) && propertiesOf(schema)[field]?.['default'] === undefined
  )
}

/** Arguments as a tool gets them that lets the schema fill in what is left out. */
export function withDefaults(given: Fields, schema: JsonSchema): Fields {
  const defaults = Object.entries(propertiesOf(schema)).flatMap(([name, property]) =>
    property['default'] === undefined ? [] : [[name, property['default']] as const],
  )
  return { ...Object.fromEntries(defaults), ...given }
}
