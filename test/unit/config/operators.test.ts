import { describe, expect, test } from 'vitest'

import { OPERATED_BANK, openBank } from '../../support/open-bank.ts'
import { runCli } from '../cli/run-cli.ts'
import { deploymentFile, KEYED } from '../cli/deployment.ts'

/** What keeps a bank with this configuration from opening. */
async function problemsOf(yaml: string): Promise<string> {
  try {
    await openBank({ yaml })
    return 'it opens'
  } catch (error) {
    return String(error).replaceAll(/\S*toolcrib\.yaml:/g, '')
  }
}

const without = (...operators: readonly string[]) =>
  OPERATED_BANK.split('\n')
    .filter((line) => !operators.some((name) => line.startsWith(`  ${name}:`)))
    .join('\n')

describe('a client whose calls nobody may approve', () => {
  test('does not start, and says which tool, why and what to do', async () => {
    const alone = without('day', 'night', 'day_again', 'ada_service')
    expect(await problemsOf(alone)).toContain(
      'clients.voice: sees bank_close, whose calls need the approval of an operator, and none may give it. Whoever the client belongs to does not count. Name one under operators, with tools, clients and highestTier that cover it; or exclude the tool.',
    )
    expect(await problemsOf(OPERATED_BANK)).toBe('it opens')
  })

  test('needs as many persons as approvals: two tokens of one person are one', async () => {
    const two = 'approvals: { operators: 2 }\n'
    const twins = without('night', 'ada', 'ada_service')
    expect(await problemsOf(twins + two)).toContain(
      'sees bank_close, whose calls need the approval of 2 different operators, and only 1 may give it.',
    )
    expect(await problemsOf(OPERATED_BANK + two)).toBe('it opens')
  })

  test('is meant for rules as well', async () => {
    const rule = 'rules: { big: { tools: [bank_buy], clients: [mute], gate: approval } }\n'
    const yaml = without('day', 'night', 'day_again', 'ada', 'ada_service').replaceAll(
      'highestTier: privileged, user',
      'highestTier: irreversible, user',
    )
    expect(
      await problemsOf(
        yaml.replaceAll('highestTier: privileged', 'highestTier: irreversible') + rule,
      ),
    ).toContain(
      'clients.mute: sees bank_buy, whose calls need the approval of an operator, and none may give it.',
    )
  })
})

describe('names under operators and approvals', () => {
  test.each([
    [
      "day: { person: p-day, tools: ['*']",
      'day: { person: p-day, tools: [bank_clse]',
      'no tool is called "bank_clse". Did you mean "bank_close"?',
    ],
    ['clients: [desk]', 'clients: [dsek]', 'no client is called "dsek". Did you mean "desk"?'],
    [
      "day: { person: p-day, tools: ['*']",
      'day: { person: p-day, tools: []',
      'operators.day.tools',
    ],
    [
      "day: { person: p-day, tools: ['*']",
      "day: { persn: p-day, tools: ['*']",
      'Did you mean "person"?',
    ],
  ])('%s written as %s is refused', async (from, to, sentence) => {
    expect(await problemsOf(OPERATED_BANK.replace(from, to))).toContain(sentence)
  })

  test.each([
    [
      'approvals: { tools: { bank_clos: { operators: 2 } } }',
      'no tool is called "bank_clos". Did you mean "bank_close"?',
    ],
    ['approvals: { onApproval: excute }', 'Did you mean "execute"?'],
    ['approvals: { operators: 0 }', 'approvals.operators'],
    ['approvals: { quietMinute: 5 }', 'Did you mean "quietMinutes"?'],
    [
      "webhooks: { a: { url: 'http://team.example', secret: { env: X } } }",
      'must be an https address, or http on this machine.',
    ],
    [
      "webhooks: { a: { url: 'https://u:p@team.example', secret: { env: X } } }",
      'must be an https address',
    ],
    [
      "webhooks: { a: { url: 'https://team.example', secret: { env: NO_SUCH } } }",
      'the environment variable NO_SUCH is not set. Set it to the secret of this webhook.',
    ],
  ])('%s is refused', async (part, sentence) => {
    expect(await problemsOf(`${OPERATED_BANK}${part}\n`)).toContain(sentence)
  })
})

describe('tokens of operators', () => {
  const file = () =>
    deploymentFile(KEYED, ['clients:\n', "operators:\n  duty: { tools: ['*'] }\nclients:\n"])

  test('are made, listed, replaced and revoked, and never shown twice', async () => {
    const at = file()
    const added = await runCli('operators', 'add', 'duty', '-c', at)
    expect(added.out).toMatch(/^tco_[a-z0-9]{8}_[\w-]{43}\n$/)
    expect(added.err).toContain('Whoever has this token decides as "duty".')
    const rotated = await runCli('operators', 'rotate', 'duty', '-c', at)
    expect(rotated.out).toMatch(/^tco_/)
    const listed = await runCli('operators', 'list', '--json', '-c', at)
    expect(JSON.parse(listed.out)).toMatchObject([
      { operator: 'duty', revoked: expect.stringMatching(/Z$/) },
      { operator: 'duty', revoked: null },
    ])
    expect(listed.out).not.toContain(rotated.out.trim().slice(13))
    const revoked = await runCli('operators', 'revoke', rotated.out.trim(), '-c', at)
    expect(revoked.out).toMatch(/^Key [a-z0-9]{8} of duty is revoked\.\n$/)
    const rows = await runCli('audit', 'export', '--jsonl', '-c', at)
    expect(rows.out).toMatch(/added [a-z0-9]{8} for operator duty, in place of [a-z0-9]{8}/)
  })

  test('are for operators of the config alone', async () => {
    expect((await runCli('operators', 'add', 'dtuy', '-c', file())).err).toContain(
      'There is no operator "dtuy". Did you mean "duty"?',
    )
    expect((await runCli('operators', 'add', 'x', '-c', deploymentFile(KEYED))).err).toContain(
      'There is no operator "x". There are none. Name one under operators in the config.',
    )
    expect((await runCli('operators', 'ad', 'duty', '-c', file())).err).toContain(
      'Did you mean "operators add"?',
    )
  })
})

test('explain says who may approve a call, who may not, and what follows', async () => {
  const file = deploymentFile(
    KEYED,
    [
      'clients:\n',
      `operators:
  duty: { tools: ['*'] }
  chief: { tools: ['*'], person: boss }
rules: { checks: { tools: [customers_verify], gate: approval } }
clients:
`,
    ],
    ['    title: Phone agent', '    title: Phone agent\n    owner: Boss'],
  )
  const { out } = await runCli('explain', 'voice', 'customers_verify', '-c', file)
  expect(out).toContain('Approval: by 1 of duty; not chief, whose own it would be.')
  expect(out).toContain(
    'Within 15 min; then the client sends the same request again, within 15 min.',
  )
  const json = await runCli('explain', 'voice', 'customers_verify', '--json', '-c', file)
  expect(JSON.parse(json.out)).toMatchObject({
    approval: { operators: 1, onApproval: 'wait', mayDecide: ['duty'], ownAre: ['chief'] },
  })
})
