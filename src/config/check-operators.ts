import { maySee } from '../kernel/access.ts'
import { approvalRights, mayNeedApproval } from './approval-rights.ts'
import { clientsOf } from './clients.ts'
import type { Config } from './config.ts'
import type { Finding } from './finding.ts'

/**
 * Clients that see a tool whose call has to be approved, and too few operators who may approve it: it could never run,
 * and its caller would hear so in the middle of a conversation.
 */
export function checkOperators(config: Config): readonly Finding[] {
  const tools = config.modules.flatMap(({ module }) => module.tools)
  return clientsOf(config).flatMap(({ name, access }) => {
    const client = config.clients.find((each) => each.name === name)
    if (!client) return []
    for (const tool of tools) {
      if (!maySee(tool, access) || !mayNeedApproval(tool, name, config)) continue
      const { operators, persons, own } = approvalRights(tool, client, config)
      if (persons < operators) {
        const sentence = sayLacking(tool.name, { operators, persons, own: own.length })
        return [{ path: ['clients', name], at: 'key', sentence }] as const
      }
    }
    return []
  })
}

function sayLacking(
  tool: string,
  { operators, persons, own }: { operators: number; persons: number; own: number },
): string {
  const needed = operators === 1 ? 'an operator' : `${operators} different operators`
  const may = persons === 0 ? 'none may give it' : `only ${persons} may give it`
  const excluded = own === 0 ? '' : ' Whoever the client belongs to does not count.'
  return `sees ${tool}, whose calls need the approval of ${needed}, and ${may}.${excluded} Name one under operators, with tools, clients and highestTier that cover it; or exclude the tool.`
}
