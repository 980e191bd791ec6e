import { expect, test } from 'vitest'

import { tokenCounter } from '../../../../src/cli/tokens.ts'
import { lint } from '../../../../src/lint/lint.ts'
import { showReplies } from '../../../../src/lint/show-replies.ts'
import { turnedClock } from '../../../../src/testing/turned-clock.ts'
import customers from '../../../../tools/customers/module.ts'
import messages from '../../../../tools/messages/module.ts'
import reservations from '../../../../tools/reservations/module.ts'
import { tempDir } from '../../../support/temp-dir.ts'
import { fakeHost } from '../reservations/fake-host.ts'
import { ALLOW, mounted } from './rig.ts'

test('the tools declare what guards them', () => {
  expect(
    messages.tools.map(({ name, facts }) => [name, facts.tier, facts.gate, ...facts.scopes]),
  ).toEqual([
    ['messages_draft', 'write', 'auto', 'messages:write'],
    ['messages_send', 'irreversible', 'delivered', 'messages:send'],
    ['messages_check', 'read', 'auto', 'messages:read'],
  ])
  const [draft, send, check] = messages.tools.map(({ facts }) => facts)
  expect(draft).toMatchObject({ duplicatesWithinMs: 120_000, recorded: [], resumes: false })
  // SMTP knows no idempotency keys, so a sending that broke off is never taken up again.
  expect(send).toMatchObject({
    duplicatesWithinMs: undefined,
    recorded: ['message_id'],
    resumes: false,
  })
  expect(check).toMatchObject({ recorded: ['message_id'] })
})

test('the linter has nothing against it, beside the other modules', async () => {
  const { module } = await mounted()
  expect(
    lint({
      tools: [messages, customers, reservations].flatMap(({ tools }) => tools),
      about: messages.tools.map(({ name }) => name),
      replies: await showReplies(module.tools, () => AbortSignal.timeout(5_000)),
      countTokens: await tokenCounter(),
    }),
  ).toEqual([])
})

test('nothing that the configuration fixes can be set by a model, nor does it see a recipient', () => {
  const shown = JSON.stringify(messages.tools)
  expect(shown).not.toMatch(/keepDays|allow|harbor/i)
})

test('without a mail server it does not open, and says what is missing', async () => {
  const host = fakeHost(turnedClock('2026-03-10T17:00:00Z'), tempDir())
  await expect(messages.mount({ allow: ALLOW }, host)).rejects.toThrow(/Set server\.mail/)
})

test.each([
  {},
  { allow: { voice: ['*'] } },
  { allow: { voice: ['Ada <ada@example.com>'] } },
  { allow: { voice: 'ada@example.com' } },
  { allow: {}, keepDays: 0 },
  { allow: {}, from: 'eve@evil.example' },
])('a configuration with a mistake is refused: %j', async (config) => {
  await expect(mounted({ config })).rejects.toThrow(/allow|keepDays|from/)
})

test('it is healthy until it is closed', async () => {
  const { module } = await mounted()
  expect(await module.health()).toEqual({ ok: true })
  await module.close()
  expect(await module.health()).toEqual({
    ok: false,
    why: 'The messages database does not answer.',
  })
})
