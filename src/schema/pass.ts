import type { JsonSchema } from '../kernel/input.ts'

/**
 * One step towards a portable schema. It works on one schema and leaves its fields and items to later calls.
 * A text is why the schema cannot be made portable; it continues a sentence that begins with the schema's place.
 */
export type Pass = (schema: JsonSchema, at: { readonly isRoot: boolean }) => JsonSchema | string
