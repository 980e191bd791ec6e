import { clientsOf } from './config/clients.ts'
import type { Config } from './config/config.ts'
import { maySee } from './kernel/access.ts'
import type { Client } from './kernel/call.ts'
import { catalogProblems, moduleProblems, placed, Problems } from './kernel/catalog.ts'
import { loanFaults } from './kernel/loans.ts'
import type { DeclaredTool } from './kernel/module.ts'
import { PROFILES } from './kernel/profile.ts'
import { unportableIn, unsaidIn } from './schema/unportable.ts'

/** Throws `Problems` with everything that keeps the configured tools from being served. Nothing is opened for it. */
export function loadProblems(config: Config): void {
  const loaded = config.modules.map(({ module }) => module)
  const tools = loaded.flatMap((module) => module.tools)
  const problems = [
    ...moduleProblems(loaded),
    ...loanFaults(loaded).map(({ id, sentence }) => `${id}: ${sentence}`),
    ...catalogProblems(tools),
    ...clientsOf(config).flatMap((client) => unportable(client, tools)),
  ]
  if (problems.length > 0) throw new Problems(problems)
}

/** What keeps a client from being shown each tool it may see, for profiles whose schemas every model must take. */
function unportable(client: Client, tools: readonly DeclaredTool[]): readonly string[] {
  if (!PROFILES[client.profile].portableSchemas) return []
  return tools
    .filter((tool) => maySee(tool, client.access))
    .flatMap((tool) =>
      reasonsAgainst(tool).map((reason) =>
        placed(
          tool,
          `${tool.name}: cannot be shown to ${client.name} (profile ${client.profile}): ${reason}.`,
        ),
      ),
    )
}

function reasonsAgainst({ inputSchema }: DeclaredTool): readonly string[] {
  return [...unportableIn(inputSchema), ...unsaidIn(inputSchema)]
}
