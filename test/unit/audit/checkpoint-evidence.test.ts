import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'

import { openLedger } from '../../../src/audit/open-ledger.ts'
import { verifyLedger, type Verification } from '../../../src/audit/verify.ts'
import { keyId, signCheckpoint } from '../../../src/store/sqlite/checkpoint.ts'
import { CHAIN_START } from '../../../src/store/sqlite/chain.ts'
import { ledgerFile, START_MS, type LedgerFile } from '../../support/ledger-file.ts'

function signed(rows = 4): LedgerFile {
  const ledger = ledgerFile(rows)
  ledger.checkpoint()
  return ledger
}

/** The one line that is outside. */
function line(ledger: LedgerFile): string {
  return ledger.outsideLines()[0] ?? ''
}

function verifyWith(ledger: LedgerFile, verifying: KeyObject | undefined): Verification {
  const opened = openLedger(ledger.file)
  try {
    return verifyLedger({ ledger: opened, verifying, outside: ledger.outsideLines() })
  } finally {
    opened.close()
  }
}

const FORGED = 'Its checkpoint from outside does not fit its signature: it was changed or forged.'

describe('a line of the second place', () => {
  it.each([
    ['seq', /"seq":4/, '"seq":3', 3],
    ['at', /"at":\d/, '"at":9', 4],
    ['hash', /"hash":"./, '"hash":"', 4],
    ['signature', /"signature":"..../, '"signature":"AAAA', 4],
  ])('whose %s was changed is found', (_field, from, to, seq) => {
    const ledger = signed()
    const changed = line(ledger)
      .replace(from, to)
      .replace(/"hash":"([0-9a-f]{63})"/, '"hash":"0$1"')
    expect(changed).not.toBe(line(ledger))
    expect(ledger.verify([changed, '']).breaks).toStrictEqual([{ seq, what: FORGED }])
  })

  it('that was forged under the name of our key is found', () => {
    const ledger = signed()
    const { privateKey } = generateKeyPairSync('ed25519')
    const forged = signCheckpoint({ seq: 4, hash: CHAIN_START }, START_MS, {
      key: privateKey,
      id: keyId(ledger.keys.verifying),
    })
    expect(ledger.verify([JSON.stringify(forged), '']).breaks).toStrictEqual([
      { seq: 4, what: FORGED },
    ])
  })

  it('that is there twice counts, and is no fault', () => {
    const ledger = signed()
    const { ok, checkpoints } = ledger.verify([line(ledger), line(ledger), ''])
    expect({ ok, checkpoints }).toStrictEqual({ ok: true, checkpoints: { inside: 1, outside: 2 } })
  })

  it.each(['x', '{}', 'null', '{"v":2}', '{"v":1,"seq":4,"more":1}', '\u0000'])(
    'that is no checkpoint is named by its number: %j',
    (garbage) => {
      const ledger = signed()
      expect(ledger.verify(['', line(ledger), garbage, line(ledger), '']).breaks).toStrictEqual([
        { seq: null, what: 'Line 3 of the second place is no checkpoint.' },
      ])
    },
  )

  it('that a crash tore, and that came again whole, is no fault, and is said', () => {
    const ledger = signed()
    const torn = line(ledger).slice(0, 60)
    const { ok, limits } = ledger.verify([torn, line(ledger), ''])
    expect(ok).toBe(true)
    expect(limits).toContain('A crash, or a full disk, has cut 1 line of the second place short.')
  })

  it('that a crash has just torn is no fault either', () => {
    const ledger = signed()
    expect(ledger.verify([line(ledger), line(ledger).slice(0, 60)]).ok).toBe(true)
  })

  it('that was cut short and never came again is one', () => {
    const ledger = signed()
    const cut = line(ledger).slice(0, 60).replace('"seq":4', '"seq":9')
    expect(ledger.verify([cut, line(ledger), '']).breaks).toHaveLength(1)
  })
})

describe('a key', () => {
  it('that is another one makes no checkpoint count: one sentence for each place', () => {
    const ledger = signed()
    ledger.append({})
    ledger.checkpoint()
    const { publicKey } = generateKeyPairSync('ed25519')
    const own = keyId(ledger.keys.verifying)
    const { breaks, checkpoints, limits } = verifyWith(ledger, publicKey)
    expect(breaks.map(({ what }) => what)).toStrictEqual([
      `2 checkpoints are signed with another key (${own}), beside the ledger. Row 4 is the first.`,
      `2 checkpoints are signed with another key (${own}), from outside. Row 4 is the first.`,
    ])
    expect(checkpoints).toStrictEqual({ inside: 0, outside: 0 })
    expect(limits[0]).toMatch(/^No checkpoint from outside counts yet\./)
  })

  it('that is not here makes none count, and that is said', () => {
    const ledger = signed()
    const { ok, checkpoints, limits } = verifyWith(ledger, undefined)
    expect({ ok, checkpoints }).toStrictEqual({ ok: true, checkpoints: { inside: 0, outside: 0 } })
    expect(limits).toHaveLength(1)
    expect(limits[0]).toMatch(/^The key that signs checkpoints is not here/)
  })

  it('that is not here does not hide a checkpoint that disagrees', () => {
    const ledger = signed()
    ledger.tamper('DELETE FROM ledger WHERE seq = 4')
    expect(verifyWith(ledger, undefined).ok).toBe(false)
  })

  it('that lies beside the ledger is a limit', () => {
    const ledger = signed()
    const opened = openLedger(ledger.file)
    const { limits } = verifyLedger({
      ledger: opened,
      verifying: ledger.keys.verifying,
      isOwnKey: true,
      outside: ledger.outsideLines(),
    })
    opened.close()
    expect(limits[1]).toMatch(/^The key is the one beside the ledger\./)
  })
})

describe('a checkpoint beside the ledger', () => {
  it.each(['at = at + 1', 'hash = zeroblob(32)', 'signature = zeroblob(64)', 'seq = 3'])(
    'that was changed is found: %s',
    (change) => {
      const ledger = signed()
      ledger.tamper(`UPDATE checkpoints SET ${change}`)
      expect(ledger.verify().breaks).toMatchObject([
        { what: expect.stringMatching(/^Its checkpoint beside the ledger does not fit/) },
      ])
    },
  )

  it('of another kind than the ledger writes is found', () => {
    const ledger = signed()
    ledger.tamper('UPDATE checkpoints SET seq = -1')
    expect(ledger.verify().breaks).toStrictEqual([
      { seq: null, what: 'A checkpoint beside the ledger holds what the ledger never writes.' },
    ])
  })
})
