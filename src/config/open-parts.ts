import * as z from 'zod'

/**
 * The parts of a schema that drop unknown keys without a word, as paths. A misspelt setting there would be ignored,
 * so a module's settings may have none: `z.strictObject` refuses such keys, `z.looseObject` says that it takes them.
 */
export function openParts(schema: z.ZodType): readonly string[] {
  const found: string[] = []
  z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, path }) => {
      const { def } = zodSchema._zod
      if (def.type === 'object' && def.catchall === undefined)
        found.push(['config', ...path].join('.'))
    },
  })
  return found
}
