import * as z from 'zod'

import { clientOauthSchema } from './oauth-schema.ts'
import { secretSchema } from './secret-schema.ts'
import { sessionUse } from './session-schema.ts'
import { name, patterns, profile, tier } from './words.ts'

const credential = secretSchema({
  noun: 'key',
  env: 'The environment variable that holds the key, for example VOICE_KEY.',
  file: 'The file that holds the key and nothing else, for example /run/secrets/voice.',
})

const user = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(200)
    .describe('Unique in the deployment, and never given to somebody else.'),
  name: z.string().min(1).max(200).optional().describe('What people call them.'),
  email: z
    .email()
    .optional()
    .describe('Where a code can reach them that the agent must not see. Without it none can.'),
})

const tools = z.strictObject({
  include: patterns
    .default([])
    .describe('Names of tools, or patterns with *. An empty list allows nothing.'),
  exclude: patterns.default([]).describe('Names or patterns to take away again. They always win.'),
})

/** One entry of `clients`: who may call, how answers are shaped for them, and what they are cleared for. */
export const clientSchema = z.strictObject({
  title: z.string().min(1).optional().describe('What people call this client.'),
  profile: profile.describe(
    'How answers are shaped: voice (one short text to say aloud), chat, or full.',
  ),
  credential: credential
    .optional()
    .describe(
      'Where the key of this client is, if a secret manager supplies it. Keys from `toolcrib keys` need none.',
    ),
  oauth: clientOauthSchema
    .optional()
    .describe(
      'Which OAuth access tokens are this client. They can only narrow what is written here.',
    ),
  tools: tools.prefault({}).describe('The tools this client may see and call.'),
  toolsets: z
    .array(name)
    .default([])
    .describe('Toolsets whose tools are added to the included ones.'),
  highestTier: tier
    .default('read')
    .describe('The most harm a call may do: read, write, irreversible or privileged.'),
  scopes: z
    .array(z.string().min(1))
    .default([])
    .describe('Scopes this client holds. It sees a tool only when it holds all of its scopes.'),
  user: user
    .optional()
    .describe('On whose behalf this client calls, where that is always the same person.'),
  trustsUserHeader: z
    .boolean()
    .default(false)
    .describe(
      'Whether the header Toolcrib-Acting-User of this client, sent with its key, says on whose behalf it calls.',
    ),
  owner: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'The person who runs this client, as in person of operators: they cannot approve its calls.',
    ),
  callsPerMinute: z
    .int()
    .min(1)
    .max(10_000_000)
    .default(6_000)
    .describe(
      'How many calls it may make in a minute; a sixth of them at once. What is more is refused in words. Default 6000.',
    ),
  confirmAfterSeconds: z
    .number()
    .min(0)
    .max(60)
    .optional()
    .describe(
      "A yes that comes sooner than this after the question was not a person's. Default: 2 for voice, 1 for others.",
    ),
  sessions: sessionUse
    .default('auto')
    .describe(
      'Whether it gets a session over HTTP, in the 2025 revisions: auto for a client that can be asked something, always, or never.',
    ),
  tokenBudget: z
    .int()
    .min(1)
    .optional()
    .describe(
      'What its list of tools may cost a model, in tokens. `toolcrib lint` fails above it; nothing is refused at run time.',
    ),
})
