import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { runToolcrib } from '../../support/run-program.ts'

export interface ApprovalDeployment {
  readonly config: string
  /** What an operator's command line needs in its environment. */
  readonly operatorEnv: Readonly<Record<string, string>>
}

/** A phone agent whose messages an operator approves: letters when they are sent again, cards by themselves. */
export async function approvalDeployment(
  folder: string,
  port: number,
): Promise<ApprovalDeployment> {
  const config = join(folder, 'toolcrib.yaml')
  writeFileSync(
    config,
    `
server:
  port: 0
  demo: true
  dataDir: data
  mail: { host: 127.0.0.1, port: ${port}, from: 'Harbor Table <desk@example.com>' }
modules:
  letters: { use: messages, config: { allow: { voice: [ada@example.com] } } }
  cards: { use: messages, config: { allow: { voice: [ada@example.com] } } }
  operations: {}
clients:
  voice:
    profile: voice
    tools: { include: ['*'] }
    highestTier: irreversible
    scopes: ['messages:read', 'messages:write', 'messages:send', 'operations:read']
    user: { id: olga, name: Olga }
rules:
  outgoing: { tools: [letters_send, cards_send], gate: approval }
operators:
  duty: { title: Duty manager, tools: ['letters_*', 'cards_*'] }
approvals:
  tools: { cards_send: { onApproval: execute } }
`,
  )
  const added = await runToolcrib('operators', 'add', 'duty', '--config', config)
  if (added.code !== 0) throw new Error(added.stderr)
  return { config, operatorEnv: { TOOLCRIB_OPERATOR_TOKEN: added.stdout.trim() } }
}
