import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'

import { PROVIDERS } from '../../../src/schema/provider-rule.ts'
import { deploymentFile } from './deployment.ts'
import { runCli } from './run-cli.ts'

const clientReport = z.looseObject({
  client: z.string(),
  tokens: z.int().positive(),
  sees: z.array(
    z.strictObject({
      name: z.string(),
      tier: z.string(),
      gate: z.looseObject({
        floor: z.string(),
        own: z.string(),
        rules: z.array(z.looseObject({})),
      }),
      scopes: z.array(z.string()),
      tokens: z.int().positive(),
      includedBy: z.string(),
      problems: z.record(z.string(), z.array(z.string())),
    }),
  ),
  doesNotSee: z.array(z.looseObject({ name: z.string(), rule: z.string(), why: z.string() })),
})

const toolReport = z.looseObject({
  providers: z.array(
    z.strictObject({
      provider: z.string(),
      problems: z.array(z.string()),
      declaration: z.record(z.string(), z.unknown()),
      tokens: z.int().positive(),
    }),
  ),
})

/** What is said of a tool that `client` may or may not see, in the deployment in `file`. */
async function explained(file: string, ...words: readonly string[]): Promise<string> {
  const { code, out } = await runCli('explain', ...words, '-c', file)
  expect(code).toBe(0)
  return out
}

test('a client is told what it sees and what it does not, each with its rule', async () => {
  const file = deploymentFile()
  const { code, out, err } = await runCli('explain', 'voice', '-c', file)
  expect({ code, err }).toStrictEqual({ code: 0, err: '' })
  expect(out.replaceAll(/\d+( tokens$|(?=  every))/gm, 'NNN$1'))
    .toBe(`voice: voice profile, sees 1 of 2 tools, NNN tokens
SEES              TIER   GATE  TOKENS  TAKEN BY        INCLUDED BY
customers_verify  write  auto     NNN  every provider  toolset proofs "customers_verify"

DOES NOT SEE      TIER  WHY
customers_search  read  not included: neither tools.include nor a toolset of the client names it
`)
  expect(existsSync(join(dirname(file), 'data'))).toBe(false)
})

test('every rule that can decide is named, in the words of the configuration', async () => {
  const plain = deploymentFile()
  expect(await explained(plain, 'voice', 'customers_search')).toBe(
    'voice does not see customers_search: not included: neither tools.include nor a toolset of the client names it.\n',
  )
  expect(await explained(plain, 'desk', 'customers_verify')).toBe(
    'desk does not see customers_verify: too risky: its tier write is above highestTier read.\n',
  )
  expect(await explained(plain, 'desk', 'customers_search', '--toolset', 'proofs')).toBe(
    'desk does not see customers_search: narrowed away: the request asks for customers_verify only.\n',
  )
  const excluding = deploymentFile(["include: ['*']", "include: ['*'], exclude: ['*_verify']"])
  expect(await explained(excluding, 'desk', 'customers_verify')).toBe(
    'desk does not see customers_verify: excluded: tools.exclude has "*_verify".\n',
  )
  const raised = deploymentFile(['profile: chat', 'profile: chat\n    highestTier: write'])
  expect(await explained(raised, 'desk', 'customers_verify')).toBe(
    'desk does not see customers_verify: not cleared: the client lacks customers:verify.\n',
  )
})

test('as data the list is the one that "tools" shows, and nothing is left out', async () => {
  const file = deploymentFile()
  for (const name of ['voice', 'desk']) {
    const { out } = await runCli('explain', name, '--json', '-c', file)
    const report = clientReport.parse(JSON.parse(out))
    const listed = await runCli('tools', '--client', name, '--json', '-c', file)
    const [sight] = z
      .array(
        z.looseObject({ tokens: z.int(), tools: z.array(z.looseObject({ name: z.string() })) }),
      )
      .parse(JSON.parse(listed.out))
    expect(report.sees.map((tool) => tool.name)).toEqual(sight?.tools.map((tool) => tool.name))
    expect(report.tokens).toBe(sight?.tokens)
    expect(report.sees.length + report.doesNotSee.length).toBe(2)
    expect(Object.keys(report.sees[0]?.problems ?? {})).toEqual([...PROVIDERS])
  }
})

test('as data the rule comes with what decided', async () => {
  const { out } = await runCli('explain', 'desk', '--json', '-c', deploymentFile())
  expect(clientReport.parse(JSON.parse(out)).doesNotSee).toStrictEqual([
    {
      name: 'customers_verify',
      tier: 'write',
      scopes: ['customers:verify'],
      rule: 'tier',
      highestTier: 'read',
      why: 'too risky: its tier write is above highestTier read',
    },
  ])
})

test('a tool that is seen is shown as it is listed, and as each provider would get it', async () => {
  const { out } = await runCli('explain', 'voice', 'customers_verify', '-c', deploymentFile())
  expect(out).toMatch(
    /^voice sees customers_verify: included by toolset proofs "customers_verify"; \d+ tokens\.\n\n/,
  )
  expect(out).toContain('\n\n{\n  "inputSchema": {')
  for (const provider of PROVIDERS)
    expect(out).toMatch(new RegExp(`^${provider} +\\d+ .* yes$`, 'm'))
})

test('the declarations are those that LiveKit makes for the providers', async () => {
  const words = ['explain', 'voice', 'customers_verify', '--json', '-c', deploymentFile()]
  const { providers } = toolReport.parse(JSON.parse((await runCli(...words)).out))
  const name = 'customers_verify'
  const of = (wanted: string) =>
    providers.find(({ provider }) => provider === wanted)?.declaration ?? {}
  expect(providers.map(({ provider }) => provider)).toEqual([...PROVIDERS])
  expect(of('openai-chat')).toMatchObject({ type: 'function', function: { name } })
  expect(of('openai-realtime')).toMatchObject({ type: 'function', name, parameters: {} })
  expect(of('openai-responses')).toStrictEqual(of('openai-realtime'))
  expect(of('anthropic')).toMatchObject({ name, input_schema: { type: 'object' } })
  expect(of('gemini-text')).toMatchObject({ name, parameters_json_schema: { type: 'object' } })
  expect(of('gemini-live')).toMatchObject({ name, parameters: { type: 'OBJECT' } })
  expect(of('bedrock')).toMatchObject({ toolSpec: { name, inputSchema: { json: {} } } })
})

describe('the gate of a call', () => {
  /** The deployment with rules on the tool that changes something; the others read. */
  const ruled = (): string =>
    deploymentFile([
      'clients:',
      `rules:
  moreno: { tools: [customers_verify], gate: delivered, when: 'has(arguments.surname) && arguments.surname == "Moreno"' }
  known: { tools: [customers_verify], gate: spoken, when: resolved.visits > 3 }
  others: { tools: [customers_verify], clients: [desk], gate: delivered }
clients:`,
    ])

  /** What is said of gates: the end of the text. */
  const gateOf = async (...words: readonly string[]): Promise<string> => {
    const out = await explained(ruled(), 'voice', 'customers_verify', ...words)
    return out.slice(out.indexOf('Gate: '))
  }

  test('stands in the list with the rules that may ask for more of this client', async () => {
    expect(await explained(ruled(), 'voice')).toMatch(
      /^customers_verify {2}write {2}auto, delivered by moreno, spoken by known +\d+ /m,
    )
  })

  test('is said for a tool with each rule that could apply', async () => {
    expect(await gateOf()).toBe(`Gate: nothing; its tier write asks for nothing.

RULE    ASKS FOR          WHEN
moreno  a delivered code  has(arguments.surname) && arguments.surname == "Moreno"
known   a spoken yes      resolved.visits > 3
`)
  })

  test('is worked out for example arguments, as far as that can be known', async () => {
    expect(await gateOf('surname=Rivera', 'postcode=94105'))
      .toBe(`Gate: nothing; its tier write asks for nothing.

RULE    ASKS FOR          WHEN                                                     APPLIES
moreno  a delivered code  has(arguments.surname) && arguments.surname == "Moreno"  no
known   a spoken yes      resolved.visits > 3                                      known in a call only: the tool looks up visits

Such a call meets nothing; or a spoken yes if known applies.
`)
    expect(await gateOf('--args', '{"surname":"Moreno","postcode":94105}')).toMatch(
      /\nmoreno .* {2}yes\nknown .*\n\nSuch a call meets a delivered code, because of moreno\.\n$/,
    )
  })

  test('says which rule applies only because it cannot be worked out', async () => {
    const file = deploymentFile([
      'clients:',
      `rules:
  young: { tools: [customers_verify], gate: spoken, when: 'has(arguments.birth_date) && timestamp(arguments.birth_date + "T00:00:00Z") > now' }
clients:`,
    ])
    const words = ['voice', 'customers_verify', 'birth_date=yesterday', 'phone=1']
    expect(await explained(file, ...words)).toMatch(
      /\nyoung .* {2}yes, because it cannot be worked out: it fails \(invalid_timestamp\)\n\nSuch a call meets a spoken yes, because of young\.\n$/,
    )
  })

  test('of a tool that only reads is none, whatever is said', async () => {
    expect(await explained(deploymentFile(), 'desk', 'customers_search')).toMatch(
      /\n\nGate: nothing; what only reads is never held up\.\n$/,
    )
  })

  test('is data, too', async () => {
    const words = ['customers_verify', 'surname=Moreno', 'phone=1', '--json']
    const out = await explained(ruled(), 'voice', ...words)
    expect(JSON.parse(out)).toMatchObject({
      gate: {
        floor: 'auto',
        own: 'auto',
        rules: [
          { id: 'moreno', gate: 'delivered', resolved: [], applies: true },
          { id: 'known', gate: 'spoken', resolved: ['visits'], applies: 'unknown' },
        ],
        call: { least: 'delivered', by: 'moreno', unknown: [] },
      },
    })
  })
})
