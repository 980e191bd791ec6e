import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it, test } from 'vitest'

import type { Entry } from '../../../src/kernel/ledger.ts'
import { keyFile } from '../../../src/store/places.ts'
import { openDatabase } from '../../../src/store/sqlite/open.ts'
import { ledgerFile, START_MS, type LedgerFile } from '../../support/ledger-file.ts'
import { MAIN } from '../../support/run-program.ts'
import { deploymentFile } from './deployment.ts'
import { runCli, type Ran } from './run-cli.ts'

interface Desk {
  readonly config: string
  readonly ledger: LedgerFile
  readonly audit: (...argv: readonly string[]) => Promise<Ran>
}

/** A deployment whose ledger has some rows already. */
function desk(rows: number, ...changes: readonly (readonly [from: string, to: string])[]): Desk {
  const config = deploymentFile(...changes)
  const ledger = ledgerFile(rows, join(dirname(config), 'data'))
  return { config, ledger, audit: (...argv) => runCli('audit', ...argv, '-c', config) }
}

const SECOND = ['dataDir: data', 'dataDir: data, checkpoints: checkpoints.jsonl'] as const

const EVIL = 'voice/\u001B[2J\u009B31m\u202Eevil'

function refused(run: string, id: string, more: Readonly<Record<string, string>> = {}): Entry {
  const decision = { rule: 'validate', gate: null, proof: null, clearance: null, grant: null }
  return {
    kind: 'call',
    atMs: START_MS,
    run,
    call: id,
    body: {
      client: 'voice',
      user: null,
      tool: 'shop_refund',
      toolDigest: null,
      policyVersion: 'p',
      tier: 'write',
      argumentsHash: 'a',
      arguments: { amount: 40, note: '[text of 7]', ...more },
      decision: { verdict: 'refused', ...decision },
      result: { outcome: 'invalid_input', resultHash: null, latencyMs: 3 },
    },
  }
}

describe('audit verify', () => {
  it('says that a ledger is sound, what agrees with it, and what that leaves open', async () => {
    const { ledger, audit } = desk(4, SECOND)
    ledger.checkpoint()
    const { code, out } = await audit('verify')
    expect(code).toBe(0)
    expect(out).toBe(`Sound: 4 rows in one unbroken chain, the last of 2026-03-10T17:00:04.000Z.
Checkpoints that agree: 1 beside the ledger, 1 from outside.

What this cannot see
  Checkpoints from outside reach to row 4, signed 2026-03-10T17:00:00.000Z. What was written since, if anything, could have been cut unseen.
  The key is the one beside the ledger. Whoever replaced ledger, key and second place together is seen only by a public key that was kept elsewhere.
`)
  })

  it('ends with 1 at a break, and names the row', async () => {
    const { ledger, audit } = desk(60)
    ledger.tamper("UPDATE ledger SET body = '{}' WHERE seq <= 52")
    const { code, out } = await audit('verify')
    expect(code).toBe(1)
    expect(out).toMatch(
      /^NOT SOUND: 52 breaks in 60 rows\.\n {2}Row 1: It does not fit its hash: it was changed, moved or put in\.\n/,
    )
    expect(out).toContain('\n  And 2 more.\n')
  })

  it('is data with --json, also at a break', async () => {
    const { ledger, audit } = desk(4)
    ledger.tamper('DELETE FROM ledger WHERE seq = 2')
    const { code, out } = await audit('verify', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toStrictEqual({
      ok: false,
      rows: 3,
      endedAt: '2026-03-10T17:00:04.000Z',
      breaks: [{ seq: 3, what: 'Row 2 is missing before it.' }],
      breakCount: 1,
      checkpoints: { inside: 0, outside: 0 },
      limits: expect.arrayContaining([
        expect.stringMatching(/^No checkpoints from outside were given/),
      ]),
    })
  })

  it('takes the second place of the configuration, or a copy that is named', async () => {
    const { ledger, audit, config } = desk(4, SECOND)
    expect((await audit('verify')).out).toContain('No checkpoint from outside counts yet.')
    ledger.checkpoint()
    const copy = join(dirname(config), 'copy.jsonl')
    writeFileSync(copy, readFileSync(ledger.outsideFile))
    ledger.tamper('DELETE FROM ledger WHERE seq = 4')
    ledger.tamper('DELETE FROM checkpoints')
    expect((await audit('verify')).code).toBe(1)
    rmSync(ledger.outsideFile)
    expect((await audit('verify')).code).toBe(0)
    expect((await audit('verify', '--checkpoints', copy)).code).toBe(1)
  })

  it('takes a public key that was kept elsewhere, so that a new house cannot vouch for itself', async () => {
    const { ledger, audit, config } = desk(4)
    ledger.checkpoint()
    const kept = join(dirname(config), 'kept.pem')
    writeFileSync(kept, (await audit('key')).out)
    const good = await audit('verify', '--public-key', kept)
    expect(good.code).toBe(0)
    expect(good.out).not.toContain('The key is the one beside the ledger.')
    rmSync(keyFile(ledger.dataDir))
    ledger.tamper('DELETE FROM checkpoints')
    ledgerFile(1, ledger.dataDir).checkpoint()
    expect((await audit('verify')).code).toBe(0)
    const { code, out } = await audit('verify', '--public-key', kept)
    expect(code).toBe(1)
    expect(out).toMatch(
      /1 checkpoint is signed with another key \([0-9a-f]{16}\), beside the ledger\./,
    )
  })

  it('makes no key where there is none, and says what that leaves open', async () => {
    const { ledger, audit } = desk(4)
    rmSync(keyFile(ledger.dataDir))
    const before = readFileSync(ledger.file)
    const { code, out } = await audit('verify')
    expect(code).toBe(0)
    expect(out).toContain('The key that signs checkpoints is not here')
    expect(existsSync(keyFile(ledger.dataDir))).toBe(false)
    expect(readFileSync(ledger.file)).toStrictEqual(before)
  })
})

describe('audit trail', () => {
  it('tells a conversation, by its id or by its handle', async () => {
    const { ledger, audit } = desk(0)
    ledger.appendEntries(
      {
        kind: 'run',
        atMs: START_MS,
        run: 'voice/job-1',
        call: 'c1',
        body: { client: 'voice', user: null, profile: 'voice' },
      },
      { ...refused('voice/job-1', 'c1'), atMs: START_MS + 1_500 },
      { ...refused('voice/job-1', 'c2'), atMs: START_MS + 86_400_000 },
    )
    const byId = await audit('trail', 'voice/job-1')
    expect(byId).toStrictEqual(await audit('trail', 'job-1'))
    expect(byId.out).toBe(`voice/job-1 · 2 calls · times in UTC

2026-03-10
  17:00:00.000           The conversation begins: client voice, voice profile
                         call c1
  17:00:01.500  refused  shop_refund amount=40 note=[text of 7]
                         invalid_input in 3 ms · refused by validate · call c1
2026-03-11
  17:00:00.000  refused  shop_refund amount=40 note=[text of 7]
                         invalid_input in 3 ms · refused by validate · call c2
`)
  })

  it('is data with --json', async () => {
    const { ledger, audit } = desk(0)
    ledger.appendEntries(refused('voice/job-1', 'c1'))
    expect(JSON.parse((await audit('trail', 'job-1', '--json')).out)).toMatchObject({
      conversation: 'voice/job-1',
      lines: [{ seq: 1, atMs: START_MS, call: 'c1', mood: 'refused' }],
    })
  })

  it.each([
    ['job-7', 'No conversation "job-7" is on record. Did you mean "job-1"?'],
    ['voice/job-', 'Did you mean "voice/job-1"?'],
    ['else', 'No conversation "else" is on record. SQL over the view "runs" lists them all.'],
    ['both', 'Several clients have a conversation "both". Say which: desk/both, voice/both.'],
  ])('says what to do about %s', async (name, sentence) => {
    const { ledger, audit } = desk(1)
    ledger.append({ run: 'voice/both' }, { run: 'desk/both' })
    const { code, err } = await audit('trail', name)
    expect(code).toBe(2)
    expect(err).toContain(sentence)
  })
})

test('audit call shows all about a call that was refused, its masked arguments as well', async () => {
  const { ledger, audit } = desk(0)
  ledger.appendEntries(refused('voice/job-1', 'c1'), refused('voice/job-1', 'c2'))
  const { code, out } = await audit('call', 'c2')
  expect(code).toBe(0)
  expect(out).toContain('17:00:00.000  refused  shop_refund amount=40 note=[text of 7]')
  expect(out).toContain('\nRow 2: call · 2026-03-10T17:00:00.000Z · voice/job-1\n{\n')
  expect(out).toContain('"arguments": {\n    "amount": 40,\n    "note": "[text of 7]"\n  }')
  expect(out).not.toContain('Row 1')
  expect(JSON.parse((await audit('call', 'c2', '--json')).out)).toMatchObject([
    { seq: 2, kind: 'call', conversation: 'voice/job-1', body: { tool: 'shop_refund' } },
  ])
})

describe('audit export', () => {
  it('writes every row in a line, from which the chain can be computed', async () => {
    const { ledger, audit } = desk(1_203)
    const { code, out } = await audit('export')
    expect(code).toBe(0)
    const lines = out.trimEnd().split('\n')
    expect(lines).toHaveLength(1_203)
    expect(JSON.parse(lines[1] ?? '')).toStrictEqual({
      seq: 2,
      at: '2026-03-10T17:00:02.000Z',
      atMs: START_MS + 2_000,
      kind: 'call',
      conversation: 'voice/job-1',
      call: 'call2',
      body: '{"n":2}',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(ledger.verify().ok).toBe(true)
  })

  it.each([
    [
      ['--since', '3'],
      [3, 4, 5],
    ],
    [['--since', '9'], []],
    [['--conversation', 'other'], [5]],
    [
      ['--conversation', 'job-1', '--since', '2'],
      [2, 3, 4],
    ],
    [['--jsonl'], [1, 2, 3, 4, 5]],
  ])('can be of less: %j', async (options, seqs) => {
    const { ledger, audit } = desk(4)
    ledger.append({ run: 'voice/other' })
    const { out } = await audit('export', ...options)
    const lines = out.split('\n').filter((line) => line !== '')
    expect(lines.map((line) => JSON.parse(line).seq)).toStrictEqual(seqs)
  })
})

test('audit export ends well where its reader leaves early', async () => {
  const { config } = desk(3_000)
  const child = spawn(process.execPath, [MAIN, 'audit', 'export', '-c', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.once('data', () => child.stdout.destroy())
  const [[code], err] = await Promise.all([once(child, 'close'), text(child.stderr)])
  expect({ code, err }).toStrictEqual({ code: 0, err: '' })
})

test('audit key prints the public key and nothing secret, and makes none', async () => {
  const { ledger, audit } = desk(1)
  const { code, out } = await audit('key')
  expect(code).toBe(0)
  expect(out).toBe(String(ledger.keys.verifying.export({ format: 'pem', type: 'spki' })))
  expect(JSON.parse((await audit('key', '--json')).out)).toStrictEqual({
    id: expect.stringMatching(/^[0-9a-f]{16}$/),
    publicKey: out.trim(),
  })
  rmSync(keyFile(ledger.dataDir))
  expect(await audit('key')).toMatchObject({
    code: 78,
    err: expect.stringContaining('There is no key yet. The first start makes it.'),
  })
  expect(existsSync(keyFile(ledger.dataDir))).toBe(false)
})

test.each([
  ['trail', EVIL],
  ['trail', EVIL, '--json'],
  ['trail', 'other\u009B'],
  ['call', EVIL],
  ['call', EVIL, '--json'],
  ['call', 'none'],
  ['export'],
  ['trail', `${EVIL}x`],
])('audit %s %s prints nothing that a terminal would obey', async (...argv) => {
  const { ledger, audit } = desk(0)
  const twice = ['voice/other\u009B', 'desk/other\u009B']
  ledger.appendEntries(
    refused(EVIL, EVIL, { [EVIL]: EVIL }),
    ...twice.map((run) => refused(run, 'c')),
  )
  const { out, err } = await audit(...argv)
  expect(`${out}${err}`.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})

describe('where there is nothing to read', () => {
  it.each(['verify', 'trail x', 'call x', 'export'])('audit %s says so', async (line) => {
    const config = deploymentFile()
    const { code, err } = await runCli('audit', ...line.split(' '), '-c', config)
    expect(code).toBe(78)
    expect(err).toMatch(/^There is no ledger yet: .*toolcrib\.db does not exist\. The first start/)
    expect(readdirSync(dirname(config))).toStrictEqual(['toolcrib.yaml'])
  })

  it('an older database is named as one', async () => {
    const config = deploymentFile()
    openDatabase(join(dirname(config), 'data', 'toolcrib.db'), 'CREATE TABLE t (x INTEGER)').close()
    const { code, err } = await runCli('audit', 'verify', '-c', config)
    expect(code).toBe(78)
    expect(err).toContain('is of an older version and has no ledger yet. The next start makes one.')
  })

  it('a file that is no database is named as one', async () => {
    const { ledger, audit } = desk(1)
    writeFileSync(ledger.file, 'x'.repeat(5_000))
    const { code, err } = await audit('trail', 'job-1')
    expect(code).toBe(78)
    expect(err).toMatch(/toolcrib\.db cannot be read: file is not a database\.\n/)
  })

  it('a row that the ledger never wrote is no crash', async () => {
    const { ledger, audit } = desk(2)
    ledger.tamper('UPDATE ledger SET at = 9007199254740993 WHERE seq = 2')
    const { code, err } = await audit('trail', 'job-1')
    expect(code).toBe(78)
    expect(err).toContain('The ledger holds a row that it never wrote. See: toolcrib audit verify')
    expect((await audit('verify')).code).toBe(1)
  })
})

test.each([
  ['', 2, 'Say what to do: audit verify, trail, call, export or key.'],
  ['verfy', 2, 'There is no "audit verfy". Did you mean "audit verify"?'],
  ['verify x', 2, '"x" is one word too many.'],
  ['verify --since 4', 2, '--since does not go with "audit verify".'],
  ['trail', 2, 'Say which conversation, as CLIENT/HANDLE or by its handle.'],
  ['trail a b', 2, 'Say which conversation'],
  ['call', 2, 'Say which call, by its id.'],
  ['call x', 2, 'No call "x" is on record. Its id is in the log, as "call".'],
  ['export x', 2, '"x" is one word too many.'],
  ['export --since -1', 2, ''],
  ['export --since 1e3', 2, '--since must be the number of a row, not "1e3".'],
  ['export --conversation none', 2, 'No conversation "none" is on record.'],
  ['key x', 2, '"x" is one word too many.'],
  ['verify --checkpoints none.jsonl', 78, 'none.jsonl cannot be read: there is no such file'],
  ['verify --public-key none.pem', 78, 'none.pem cannot be read: there is no such file'],
  ['verify --public-key package.json', 78, 'package.json is no public key of toolcrib.'],
])('audit %s ends with %d and the way out', async (line, code, sentence) => {
  const { audit } = desk(1)
  const ran = await audit(...line.split(' ').filter((word) => word !== ''))
  expect(ran).toMatchObject({ code, out: '', err: expect.stringContaining(sentence) })
})

test('what the house writes is sound, and tells itself', async () => {
  const config = deploymentFile(SECOND)
  const call = ['call', '--client', 'desk', '--conversation', 'chat-1', '-c', config] as const
  await runCli(...call, 'customers_search', 'query=Moreno', 'kind=name')
  await runCli(...call, 'customers_serch', 'query=Moreno')
  const verified = await runCli('audit', 'verify', '-c', config)
  expect(verified).toMatchObject({ code: 0, err: '' })
  expect(verified.out).toMatch(/Checkpoints that agree: 2 beside the ledger, 2 from outside\./)
  const { out } = await runCli('audit', 'trail', 'chat-1', '-c', config)
  expect(out).toMatch(/The conversation begins: client desk, chat profile\n/)
  expect(out).toMatch(/ failed {3}customers_search query=\[text of 6\] kind="name"\n/)
  expect(out).toMatch(
    / refused {2}customers_serch .*\n.*unknown_tool in \d+ ms · refused by resolve/,
  )
})
