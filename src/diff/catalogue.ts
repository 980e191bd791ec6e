import * as z from 'zod'

import type { DeclaredTool, Module } from '../kernel/module.ts'
import { readVersion } from '../kernel/semantic-version.ts'
import { TIERS } from '../kernel/tier.ts'

const names = z.array(z.string()).readonly()
const jsonSchema = z.record(z.string(), z.unknown()).readonly()

const tool = z
  .strictObject({
    name: z.string(),
    title: z.string(),
    tier: z.enum(TIERS),
    scopes: names,
    needs: names,
    gives: names,
    /** Whether `response_format` is taken: the server adds it to the input of a tool that has both renderings. */
    detailed: z.boolean(),
    description: z.string(),
    /** As it is enforced, before any profile makes it portable. */
    input: jsonSchema,
    output: jsonSchema.optional(),
  })
  .readonly()

const module = z
  .strictObject({
    id: z.string(),
    version: z.string().refine(readVersion, 'is not a semantic version'),
    tools: z.array(tool).readonly(),
  })
  .readonly()

/** The file: what `toolcrib catalog` writes and `toolcrib diff` reads. Another `format` is another file. */
export const catalogueSchema = z
  .strictObject({ format: z.literal(1), modules: z.array(module).readonly() })
  .readonly()

/** All that a model or a client can notice of an installation, as plain data. */
export type Catalogue = z.output<typeof catalogueSchema>
export type CataloguedModule = z.output<typeof module>
export type CataloguedTool = z.output<typeof tool>

/** In the order of ids and names, so that equal installations give equal bytes. */
export function catalogueOf(
  modules: readonly Pick<Module, 'id' | 'version' | 'tools'>[],
): Catalogue {
  return {
    format: 1,
    modules: modules
      .map(({ id, version, tools }) => ({
        id,
        version,
        tools: tools.map(entryOf).toSorted(byName),
      }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

function entryOf({ name, facts, description, inputSchema, outputSchema }: DeclaredTool) {
  const { title, tier, scopes, needs, gives, hasDetailed } = facts
  return {
    name,
    title,
    tier,
    scopes,
    needs,
    gives,
    detailed: hasDetailed,
    description,
    input: inputSchema,
    ...(outputSchema && { output: outputSchema }),
  }
}

function byName(one: CataloguedTool, other: CataloguedTool): number {
  return one.name < other.name ? -1 : 1
}
