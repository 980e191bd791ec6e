import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { tempDir } from '../support/temp-dir.ts'

const root = join(import.meta.dirname, '../..')

/** Lints one file with one import, under the house's own rules, and answers what the linter says of it. */
function lint(path: string, imported: string): string {
  const dir = tempDir()
  copyFileSync(join(root, '.oxlintrc.json'), join(dir, '.oxlintrc.json'))
  mkdirSync(join(dir, dirname(path)), { recursive: true })
  writeFileSync(join(dir, path), `export * as imported from '${imported}'\n`)
  const oxlint = join(root, 'node_modules/.bin/oxlint')
  return spawnSync(oxlint, ['-f', 'unix', path], { cwd: dir, encoding: 'utf8' }).stdout
}

describe('imports point one way: the linter refuses', () => {
  it.each([
    ['src/kernel/x.ts', '../policy/coerce.ts'],
    ['src/policy/x.ts', '../mcp/present.ts'],
    ['src/store/x.ts', '../policy/coerce.ts'],
    ['src/store/sqlite/x.ts', '../../policy/coerce.ts'],
    ['src/mcp/x.ts', '../policy/coerce.ts'],
    ['src/mcp/http/x.ts', '../../app.ts'],
    ['src/config/x.ts', '../store/ports.ts'],
    ['src/speech/x.ts', '../config/load.ts'],
    ['src/notify/x.ts', '../config/config.ts'],
    ['src/notify/x.ts', '../store/ports.ts'],
    ['src/policy/x.ts', '../notify/smtp-mailer.ts'],
    ['src/mcp/x.ts', '../notify/smtp-mailer.ts'],
    ['src/observe/x.ts', '../notify/smtp-mailer.ts'],
    ['src/observe/x.ts', '../store/ports.ts'],
    ['src/diff/x.ts', '../mcp/describe.ts'],
    ['src/auth/x.ts', '../policy/authenticate.ts'],
    ['src/auth/x.ts', '../config/config.ts'],
    ['src/policy/x.ts', '../auth/access-tokens.ts'],
    ['src/mcp/http/x.ts', '../../auth/access-tokens.ts'],
    ['src/audit/x.ts', '../policy/coerce.ts'],
    ['src/audit/x.ts', '../config/config.ts'],
    ['src/audit/x.ts', '../cli/table.ts'],
    ['src/audit/x.ts', '../open-records.ts'],
    ['src/admin/x.ts', '../policy/coerce.ts'],
    ['src/admin/x.ts', '../store/ports.ts'],
    ['src/admin/x.ts', '../mcp/http/front.ts'],
    ['src/admin/x.ts', '../config/config.ts'],
    ['src/admin/x.ts', '../app.ts'],
    ['src/http/x.ts', '../admin/routes.ts'],
    ['src/http/x.ts', '../mcp/present.ts'],
    ['src/policy/x.ts', '../http/allowed.ts'],
    ['src/mcp/http/x.ts', '../../admin/routes.ts'],
    ['src/schema/x.ts', '../mcp/describe.ts'],
    ['src/lint/x.ts', '../mcp/describe.ts'],
    ['src/lint/rules/x.ts', '../../config/config.ts'],
    ['src/mcp/x.ts', '../lint/lint.ts'],
    ['src/schema/x.ts', '../lint/lint.ts'],
    ['src/policy/x.ts', '../schema/normalise.ts'],
    ['src/mcp/x.ts', '../testing/turned-clock.ts'],
    ['src/policy/x.ts', '../testing.ts'],
    ['src/lint/x.ts', '../linting.ts'],
    ['tools/customers/x.ts', '../../src/testing.ts'],
    ['tools/customers/x.ts', '../../src/linting.ts'],
    ['tools/customers/x.ts', '../../src/kernel/tool.ts'],
    ['tools/customers/x.ts', '../../src/app.ts'],
    ['tools/customers/x.ts', '../reservations/phone.ts'],
    ['tools/customers/x.ts', '../../test/support/shop.ts'],
    ['tools/customers/x.ts', '../reservations/desk.ts'],
    ['tools/customers/x.ts', '../reservations/offers.test.ts'],
    ['tools/customers/x.ts', '../reservations/old/offers.ts'],
    ['tools/customers/x.ts', '../reservations/offers.ts/../desk.ts'],
    ['tools/customers/x.ts', '../offers.ts'],
    ['tools/customers/x.ts', '../../tools/reservations/offers.ts'],
  ])('%s importing %s', (path, imported) => {
    expect(lint(path, imported)).toContain('eslint(no-restricted-imports)')
  })

  it.each([
    ['src/policy/x.ts', '../kernel/call.ts'],
    ['src/notify/x.ts', '../kernel/mailer.ts'],
    ['src/auth/x.ts', '../kernel/identity.ts'],
    ['src/store/sqlite/x.ts', '../ports.ts'],
    ['src/audit/x.ts', '../kernel/ledger.ts'],
    ['src/audit/x.ts', '../store/sqlite/chain.ts'],
    ['src/mcp/http/x.ts', '../server.ts'],
    ['src/mcp/http/x.ts', '../../http/allowed.ts'],
    ['src/admin/x.ts', '../kernel/operator.ts'],
    ['src/admin/x.ts', '../approvals/desk.ts'],
    ['src/admin/x.ts', '../http/allowed.ts'],
    ['src/http/x.ts', '../kernel/loopback.ts'],
    ['src/mcp/x.ts', '../schema/normalise.ts'],
    ['src/schema/x.ts', '../kernel/json.ts'],
    ['src/lint/rules/x.ts', '../../kernel/json.ts'],
    ['src/lint/rules/x.ts', '../../schema/unportable.ts'],
    ['tools/customers/x.ts', '../../src/index.ts'],
    ['tools/customers/x.ts', './verify.ts'],
    ['tools/customers/x.ts', '../reservations/offers.ts'],
    ['tools/customers/x.ts', './offers.ts'],
  ])('but not %s importing %s', (path, imported) => {
    expect(lint(path, imported)).not.toContain('no-restricted-imports')
  })
})
