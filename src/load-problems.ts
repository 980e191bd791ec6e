import { clientsOf } from './config/clients.ts'
import type { Config } from './config/config.ts'
import { maySee } from './kernel/access.ts'
import type { Client } from './kernel/call.ts'
import { catalogProblems, Problems } from './kernel/catalog.ts'
import type { DeclaredTool, Module } from './kernel/module.ts'
import { PROFILES } from './kernel/profile.ts'
import { listedInput } from './mcp/describe.ts'
import { portabilityProblems } from './mcp/portable.ts'

/** Throws `Problems` with everything that keeps the configured tools from being served. Nothing is opened for it. */
export function loadProblems(config: Config, modules: readonly Module[]): void {
  const configured = new Set(config.modules.map(({ id }) => id))
  const tools = modules.filter(({ id }) => configured.has(id)).flatMap((module) => module.tools)
  const problems = [
    ...catalogProblems(tools),
    ...clientsOf(config).flatMap((client) => unportable(client, tools)),
  ]
  if (problems.length > 0) throw new Problems(problems)
}

function unportable(client: Client, tools: readonly DeclaredTool[]): readonly string[] {
  if (!PROFILES[client.profile].portableSchemas) return []
  return tools
    .filter((tool) => maySee(tool, client.access))
    .flatMap((tool) =>
      portabilityProblems(listedInput(tool, client.profile)).map(
        (problem) =>
          `${tool.name}: cannot be shown to ${client.name} (profile ${client.profile}): ${problem}.`,
      ),
    )
}
