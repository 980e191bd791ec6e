import * as z from 'zod'

import { ruleGate, ruleWhen } from './rule-schema.ts'
import { keyFile, name, pattern, tier, variable } from './words.ts'

const text = z.string().optional().catch(undefined)
/** What is not a word stays in its place as '', so that the positions of the others remain true. */
const words = z.array(z.string().catch('')).catch([])
const names = z.array(name.catch('')).catch([])
const patterns = z.array(pattern.catch('')).catch([])

/** Where a secret is. */
const secret = z.object({
  env: variable.optional().catch(undefined),
  file: keyFile.optional().catch(undefined),
})

const tls = z.object({ cert: text, key: text })
const issuer = z.object({ issuer: z.string().catch('') }).catch({ issuer: '' })

const oauth = z.object({ issuers: z.array(issuer).catch([]), scopes: words })

const mail = z.object({ password: secret.optional().catch(undefined) })

const clientOauth = z.object({
  issuer: text,
  clientIds: words,
  subjects: words.optional().catch(undefined),
})

const client = z
  .object({
    oauth: clientOauth.optional().catch(undefined),
    user: z.unknown().optional(),
    trustsUserHeader: z.boolean().catch(false),
    credential: secret.catch({}),
    tools: z.object({ include: patterns, exclude: patterns }).catch({ include: [], exclude: [] }),
    toolsets: names,
    highestTier: tier.catch('read'),
    scopes: words,
  })
  .catch({
    oauth: undefined,
    user: undefined,
    trustsUserHeader: false,
    credential: {},
    tools: { include: [], exclude: [] },
    toolsets: [],
    highestTier: 'read',
    scopes: [],
  })

const operator = z.object({ tools: patterns, clients: patterns }).catch({ tools: [], clients: [] })

const webhook = z.object({ secret: secret.catch({}) }).catch({ secret: {} })

const approvals = z
  .object({ tools: z.record(z.string(), z.unknown()).catch({}) })
  .catch({ tools: {} })

const rule = z
  .object({
    tools: patterns,
    clients: names.optional(),
    when: ruleWhen.optional().catch(undefined),
    gate: ruleGate.optional().catch(undefined),
  })
  .catch({ tools: [], clients: [], when: undefined, gate: undefined })

const NO_SERVER = {
  dataDir: undefined,
  demo: false,
  allowedHosts: [],
  allowedOrigins: [],
  checkpoints: undefined,
  oauth: undefined,
  mail: undefined,
  tls: undefined,
}

const draft = z
  .object({
    server: z
      .object({
        host: text,
        dataDir: text,
        demo: z.boolean().catch(false),
        allowedHosts: words,
        allowedOrigins: words,
        checkpoints: text,
        oauth: oauth.optional().catch(undefined),
        mail: mail.optional().catch(undefined),
        tls: tls.optional().catch(undefined),
      })
      .catch(NO_SERVER),
    modules: z.record(z.string(), z.unknown()).catch({}),
    toolsets: z.record(z.string(), patterns).catch({}),
    clients: z.record(z.string(), client).catch({}),
    rules: z.record(z.string(), rule).catch({}),
    operators: z.record(z.string(), operator).catch({}),
    approvals,
    webhooks: z.record(z.string(), webhook).catch({}),
  })
  .catch({
    server: NO_SERVER,
    modules: {},
    toolsets: {},
    clients: {},
    rules: {},
    operators: {},
    approvals: { tools: {} },
    webhooks: {},
  })

/**
 * Those parts of a file that names are checked in, read leniently: a person learns of a misspelt tool in the same
 * run as of a misspelt key. Nothing is ever served from a draft.
 */
export type Draft = z.output<typeof draft>
export type DraftClient = z.output<typeof client>
export type DraftRule = z.output<typeof rule>
export type DraftSecret = z.output<typeof secret>

export function draftOf(raw: unknown): Draft {
  return draft.parse(raw)
}
