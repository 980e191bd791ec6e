import { openLedger } from './audit/open-ledger.ts'
import { trailOf } from './audit/trail.ts'
import { approvalDesk, type ApprovalDesk } from './approvals/desk.ts'
import { clientsOf } from './config/clients.ts'
import type { Config } from './config/config.ts'
import type { Clock } from './kernel/host.ts'
import type { Records } from './open-records.ts'
import { policyVersionOf } from './policy/policy-version.ts'
import { toolDigest } from './policy/tool-digest.ts'
import { databaseFile } from './store/places.ts'

/** An operator wants to know what led to a call, and not a day's work of the same client. */
const TRAIL_LINES = 20

/** Where the operators of a deployment decide. It holds what is decided on to what is in force in this process. */
export function openDesk(config: Config, { journal, keys }: Records, clock: Clock): ApprovalDesk {
  const tools = config.modules.flatMap(({ module }) => module.tools)
  const digests = new Map(tools.map((tool) => [tool.name, toolDigest(tool)]))
  return approvalDesk({
    journal,
    clock,
    approvalKey: keys.approvals,
    policyVersion: policyVersionOf(clientsOf(config), config.rules, config.approvals),
    digestOfTool: (tool) => digests.get(tool),
    trail: (conversation) => trailIn(databaseFile(config.server.dataDir), conversation),
  })
}

function trailIn(file: string, conversation: string): readonly string[] {
  const ledger = openLedger(file)
  try {
    return trailOf(ledger.ofRun(conversation))
      .slice(-TRAIL_LINES)
      .map(({ atMs, mood, text, details }) =>
        [`${new Date(atMs).toISOString()} ${mood}: ${text}`, ...details].join(' · '),
      )
  } finally {
    ledger.close()
  }
}
