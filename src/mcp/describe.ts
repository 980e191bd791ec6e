import type { Tool } from '@modelcontextprotocol/server'

import { mayAsk } from '../kernel/access.ts'
import type { View } from '../kernel/catalog.ts'
import type { JsonSchema } from '../kernel/input.ts'
import { propertiesOf } from '../kernel/json.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import { PROFILES, type ProfileName } from '../kernel/profile.ts'
import type { Format } from '../kernel/reply.ts'
import type { Tier } from '../kernel/tier.ts'
import { normalise } from '../schema/normalise.ts'

const listings = new WeakMap<View, readonly Tool[]>()

/** Whether a client's call of a tool may have to be confirmed first, whatever its arguments. */
type MayAsk = (tool: DeclaredTool) => boolean

/** What no rule raises. */
const asksItself: MayAsk = (tool) => mayAsk(tool, { asks: [] })

/** A view as `tools/list` answers it. Made once per view; a view belongs to one client, hence to one profile. */
export function listingOf(
  view: View,
  profile: ProfileName,
  asks: MayAsk = asksItself,
): readonly Tool[] {
  const known = listings.get(view)
  if (known) return known
  const listing = view.tools.map((tool) => describe(tool, profile, asks))
  listings.set(view, listing)
  return listing
}

/** One tool as a profile's clients see it. */
export function describe(
  tool: DeclaredTool,
  profile: ProfileName,
  asks: MayAsk = asksItself,
): Tool {
  const { structured, metadata } = PROFILES[profile]
  const { title, tier, scopes } = tool.facts
  return {
    name: tool.name,
    description: tool.description,
    inputSchema: listedInput(tool, profile, asks) as Tool['inputSchema'],
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

/** The input schema as it is listed: with the arguments that the server adds itself. */
function listedInput(tool: DeclaredTool, profile: ProfileName, asks: MayAsk): JsonSchema {
  const { portableSchemas } = PROFILES[profile]
  const inputSchema = portableSchemas ? portable(tool.inputSchema) : tool.inputSchema
  const added = serverFields(tool, profile, asks)
  if (Object.keys(added).length === 0) return inputSchema
  return { ...inputSchema, properties: { ...propertiesOf(inputSchema), ...added } }
}

/** What the server takes out of the arguments again, for the tools and profiles that have it. Plain enough for every model. */
function serverFields(
  tool: DeclaredTool,
  profile: ProfileName,
  asks: MayAsk,
): Readonly<Record<string, JsonSchema>> {
  const { defaultFormat, listsIdempotencyKey } = PROFILES[profile]
  const { hasDetailed, tier } = tool.facts
  return {
    ...(hasDetailed && { response_format: responseFormat(defaultFormat) }),
    ...(asks(tool) && { confirmation_code: CONFIRMATION_CODE }),
    ...(listsIdempotencyKey && tier !== 'read' && { idempotency_key: IDEMPOTENCY_KEY }),
  }
}

function responseFormat(byDefault: Format): JsonSchema {
  return {
    type: 'string',
    enum: ['concise', 'detailed'],
    description:
      '"concise" for an answer that is ready to be spoken, "detailed" for everything there is to know. ' +
      `The default is "${byDefault}".`,
  }
}

const CONFIRMATION_CODE: JsonSchema = {
  type: 'string',
  description:
    'Leave out at first. Only after a confirmation: the code from the answer to your first call, or from the person.',
}

const IDEMPOTENCY_KEY: JsonSchema = {
  type: 'string',
  description:
    'The same for every try of one request, and new for each request: 8 to 255 printable characters, such as a UUID.',
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
