import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'

import type { Module } from '../../../src/index.ts'
import { tokenCounter } from '../../../src/cli/tokens.ts'
import { lint } from '../../../src/lint/lint.ts'
import type { Linted } from '../../../src/lint/linted.ts'
import { RULES } from '../../../src/lint/rules.ts'
import { showReplies } from '../../../src/lint/show-replies.ts'
import { describe as listed } from '../../../src/mcp/describe.ts'
import { mounted } from '../../support/fake-tools.ts'

const folder = join(import.meta.dirname, '..', '..', 'support', 'bad-modules')
const spoilt = readdirSync(folder).map((file) => basename(file, '.ts'))

/** What one client that sees everything would be told of these modules. */
async function lintedFrom(modules: readonly Module[]): Promise<Linted> {
  const tools = await mounted(modules)
  const countTokens = await tokenCounter()
  const listTokens = countTokens(tools.map((tool) => listed(tool, 'voice')))
  return {
    tools,
    clients: [
      { name: 'all', tools: tools.map(({ name }) => name), listTokens, tokenBudget: 6_000 },
    ],
    replies: await showReplies(tools, () => new AbortController().signal),
    countTokens,
  }
}

it('there is a bad module for every rule, and a rule for every bad module', () => {
  expect(spoilt.toSorted()).toEqual(RULES.map(({ id }) => id).toSorted())
})

describe('a bad module is rejected by the rule that it is named for, and by no other:', () => {
  it.each(spoilt)('%s', async (id) => {
    const { default: bad }: { default: Module | readonly Module[] } = await import(
      join(folder, `${id}.ts`)
    )
    const found = lint(await lintedFrom([bad].flat()))
    expect([...new Set(found.map(({ rule }) => rule))], JSON.stringify(found)).toEqual([id])
  })
})
