import type { Tool } from '@modelcontextprotocol/server'

import type { View } from '../kernel/catalog.ts'
import type { JsonSchema } from '../kernel/input.ts'
import { propertiesOf } from '../kernel/json.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import { PROFILES, type ProfileName } from '../kernel/profile.ts'
import type { Tier } from '../kernel/tier.ts'
import { normalise } from '../schema/normalise.ts'

const listings = new WeakMap<View, readonly Tool[]>()

/** A view as `tools/list` answers it. Made once per view; a view belongs to one client, hence to one profile. */
export function listingOf(view: View, profile: ProfileName): readonly Tool[] {
  const known = listings.get(view)
  if (known) return known
  const listing = view.tools.map((tool) => describe(tool, profile))
  listings.set(view, listing)
  return listing
}

/** One tool as a profile's clients see it. */
export function describe(tool: DeclaredTool, profile: ProfileName): Tool {
  const { structured, metadata } = PROFILES[profile]
  const { title, tier, scopes } = tool.facts
  return {
    name: tool.name,
    description: tool.description,
    inputSchema: listedInput(tool, profile) as Tool['inputSchema'],
    ...(structured && { title, annotations: { title, ...ANNOTATIONS[tier] } }),
    ...(metadata && {
      ...(tool.outputSchema && { outputSchema: tool.outputSchema }),
      _meta: {
        'dev.toolcrib/version': tool.version,
        'dev.toolcrib/tier': tier,
        'dev.toolcrib/scopes': scopes,
      },
    }),
  }
}

/** The input schema as it is listed: with `response_format`, where the tool has both renderings. */
export function listedInput(tool: DeclaredTool, profile: ProfileName): JsonSchema {
  const { defaultFormat, portableSchemas } = PROFILES[profile]
  const inputSchema = portableSchemas ? portable(tool.inputSchema) : tool.inputSchema
  if (!tool.facts.hasDetailed) return inputSchema
  const responseFormat = {
    type: 'string',
    enum: ['concise', 'detailed'],
    description:
      '"concise" for an answer that is ready to be spoken, "detailed" for everything there is to know. ' +
      `The default is "${defaultFormat}".`,
  }
  return {
    ...inputSchema,
    properties: { ...propertiesOf(inputSchema), response_format: responseFormat },
  }
}

/** A schema that cannot be made portable stays as it is: loading has refused every client that would be shown it. */
function portable(schema: JsonSchema): JsonSchema {
  const normalised = normalise(schema)
  return normalised.ok ? normalised.schema : schema
}

/** The tier decides all four hints, so they cannot contradict each other. */
const ANNOTATIONS: Readonly<Record<Tier, object>> = {
  read: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  write: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
  irreversible: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: false,
    openWorldHint: true,
  },
  privileged: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: false,
    openWorldHint: true,
  },
}
