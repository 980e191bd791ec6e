import type { Catalogue, CataloguedTool } from '../../../src/diff/catalogue.ts'

/** A tool of the module `shop` with one required field; tests replace parts of it. */
export const CHECK: CataloguedTool = {
  name: 'shop_check',
  title: 'Check stock',
  tier: 'read',
  scopes: ['shop:read'],
  needs: [],
  gives: [],
  detailed: false,
  description: 'Check how many are in stock.',
  input: inputOf({ item: { type: 'string', maxLength: 20 } }, ['item']),
  output: inputOf({ count: { type: 'integer' } }, ['count']),
}

export function inputOf(
  properties: Readonly<Record<string, object>>,
  required: readonly string[] = [],
) {
  return { type: 'object', properties, required, additionalProperties: false }
}

export function catalogueWith(
  tools: readonly CataloguedTool[],
  version = '1.0.0',
  id = 'shop',
): Catalogue {
  return { format: 1, modules: [{ id, version, tools }] }
}
