import * as z from 'zod'

import type { Module } from '../kernel/module.ts'
import { approvalsSchema } from './approvals-schema.ts'
import { clientSchema } from './client-schema.ts'
import { anyMount, mountSchema } from './mount-schema.ts'
import type { Mounts } from './mounts.ts'
import { operatorSchema } from './operator-schema.ts'
import { ruleSchema } from './rule-schema.ts'
import { serverSchema } from './server-schema.ts'
import { webhookSchema } from './webhook-schema.ts'
import { isFlawless, name, patterns, toolsetName } from './words.ts'

/** The whole file as one schema. Unknown keys are refused at every depth. */
export function configSchema(mounts: Pick<Mounts, 'found' | 'missing'>) {
  const found = mounts.found.map(({ namespace, original }) => [namespace, mountSchema(original)])
  // Why they are missing is a finding of its own.
  const missing = mounts.missing.map((namespace) => [namespace, anyMount])
  return fileSchema(z.strictObject(Object.fromEntries([...found, ...missing])))
}

/** The schema for editors, which cannot know what a module from elsewhere takes. */
export function openConfigSchema(builtIn: readonly Module[]) {
  const known = builtIn.map((module) => [module.id, mountSchema(module).optional()])
  return fileSchema(z.object(Object.fromEntries(known)).catchall(anyMount.required({ use: true })))
}

function fileSchema(modules: z.ZodObject) {
  const named = modules.refine((all) => Object.keys(all).length > 0, {
    error: 'name at least one module.',
    when: isFlawless,
  })
  return z.strictObject({
    server: serverSchema.prefault({}).describe('Where and how the server listens.'),
    modules: named.describe(
      'The modules to load, by the namespace of their tools. What is not named here is not loaded.',
    ),
    toolsets: z
      .record(toolsetName, patterns)
      .default({})
      .describe('Named sets of tools: names of tools, or patterns with *.'),
    clients: z
      .record(name, clientSchema)
      .refine((clients) => Object.keys(clients).length > 0, 'name at least one client.')
      .describe('Everyone who may call. Nobody else is served.'),
    rules: z
      .record(name, ruleSchema)
      .default({})
      .describe('By a name of their own, rules by which some calls have to meet more than others.'),
    operators: z
      .record(name, operatorSchema)
      .default({})
      .describe('Everyone who may decide on tickets. `toolcrib operators add` makes their tokens.'),
    approvals: approvalsSchema
      .prefault({})
      .describe('How long tickets live, and what happens to approved ones.'),
    webhooks: z
      .record(name, webhookSchema)
      .default({})
      .describe('By a name of their own, who is told of what happens.'),
  })
}
