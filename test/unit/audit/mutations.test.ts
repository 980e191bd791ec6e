import { copyFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'

import { ledgerFile, type LedgerFile } from '../../support/ledger-file.ts'

const CHANGED = 'It does not fit its hash: it was changed, moved or put in.'

/** Twelve rows, with a checkpoint behind each fourth in both places. */
function twelve(): LedgerFile {
  const ledger = ledgerFile()
  for (let group = 0; group < 3; group += 1) {
    ledger.append({}, {}, {}, {})
    ledger.checkpoint()
  }
  return ledger
}

test('what nobody has touched is sound, and every checkpoint counts', () => {
  const ledger = twelve()
  expect(ledger.verify(ledger.outsideLines())).toMatchObject({
    ok: true,
    rows: 12,
    breaks: [],
    breakCount: 0,
    checkpoints: { inside: 3, outside: 3 },
  })
})

test('an empty ledger is sound', () => {
  expect(ledgerFile().verify([])).toMatchObject({ ok: true, rows: 0, endedAtMs: null })
})

describe('seen without anything from outside', () => {
  it.each([
    ['at', 'at = at + 1'],
    ['kind', "kind = 'cali'"],
    ['run', "run = 'voice/job-2'"],
    ['run, taken away', 'run = NULL'],
    ['call', "call = 'call7'"],
    ['call, taken away', 'call = NULL'],
    ['body', `body = '{"n":7}'`],
    ['body, the same JSON in another layout', `body = '{"n": 6}'`],
    ['hash', "hash = CAST(X'00' || substr(hash, 2) AS BLOB)"],
    ['hash, cut', 'hash = substr(hash, 1, 31)'],
  ])('a changed %s is one finding, at its row', (_column, change) => {
    const ledger = twelve()
    ledger.tamper(`UPDATE ledger SET ${change} WHERE seq = 6`)
    const { ok, breaks, breakCount } = ledger.verify()
    expect({ ok, breaks, breakCount }).toStrictEqual({
      ok: false,
      breaks: [{ seq: 6, what: CHANGED }],
      breakCount: 1,
    })
  })

  it('a changed seq leaves a gap', () => {
    const ledger = twelve()
    ledger.tamper('UPDATE ledger SET seq = 14 WHERE seq = 6')
    expect(ledger.verify().breaks).toStrictEqual([
      { seq: 7, what: 'Row 6 is missing before it.' },
      { seq: 14, what: 'Row 13 is missing before it.' },
    ])
  })

  it('a byte that is no text, where the reader would see the same sign', () => {
    const ledger = ledgerFile(3)
    ledger.append({ body: '{"note":"\uFFFD"}' })
    const broken = Buffer.from('{"note":"\uFFFD"}')
      .toString('latin1')
      .replace('\u00EF\u00BF\u00BD', '\u00FF')
    ledger.tamper(
      'UPDATE ledger SET body = CAST(? AS TEXT) WHERE seq = 4',
      Buffer.from(broken, 'latin1'),
    )
    expect(ledger.verify().breaks).toStrictEqual([
      { seq: 4, what: 'It holds what the ledger never writes.' },
    ])
  })

  it('a dropped middle row', () => {
    const ledger = twelve()
    ledger.tamper('DELETE FROM ledger WHERE seq IN (6, 7)')
    expect(ledger.verify().breaks).toStrictEqual([
      { seq: 8, what: 'Rows 6 to 7 are missing before it.' },
    ])
  })

  it('a dropped first row', () => {
    const ledger = twelve()
    ledger.tamper('DELETE FROM ledger WHERE seq = 1')
    expect(ledger.verify().breaks).toContainEqual({ seq: 2, what: 'Row 1 is missing before it.' })
  })

  it('a dropped middle row, where those behind it move up', () => {
    const ledger = twelve()
    ledger.tamper('DELETE FROM ledger WHERE seq = 6')
    ledger.tamper('UPDATE ledger SET seq = seq - 1 WHERE seq > 6')
    expect(ledger.verify().breaks[0]).toStrictEqual({ seq: 6, what: CHANGED })
  })

  it('two rows that have changed places', () => {
    const ledger = twelve()
    ledger.tamper('UPDATE ledger SET seq = 99 WHERE seq = 6')
    ledger.tamper('UPDATE ledger SET seq = 6 WHERE seq = 7')
    ledger.tamper('UPDATE ledger SET seq = 7 WHERE seq = 99')
    expect(ledger.verify().breaks[0]).toStrictEqual({ seq: 6, what: CHANGED })
  })

  it('an inserted row, for which the others make room', () => {
    const ledger = twelve()
    ledger.tamper('UPDATE ledger SET seq = -seq WHERE seq >= 6')
    ledger.tamper('UPDATE ledger SET seq = 1 - seq WHERE seq < 0')
    ledger.tamper(
      "INSERT INTO ledger SELECT 6, at, kind, run, call, '{}', hash FROM ledger WHERE seq = 5",
    )
    expect(ledger.verify().breaks[0]).toStrictEqual({ seq: 6, what: CHANGED })
  })

  it.each([0, -7])('an inserted row at %d, before the first', (seq) => {
    const ledger = twelve()
    ledger.tamper(
      `INSERT INTO ledger SELECT ?, at, kind, run, call, body, hash FROM ledger WHERE seq = 5`,
      seq,
    )
    expect(ledger.verify().breaks).toStrictEqual([
      { seq, what: 'It stands before the first row, where the ledger writes none.' },
    ])
  })

  it('a row that was put behind the last without the chain', () => {
    const ledger = twelve()
    ledger.tamper(
      'INSERT INTO ledger SELECT 13, at, kind, run, call, body, hash FROM ledger WHERE seq = 5',
    )
    expect(ledger.verify().breaks).toStrictEqual([{ seq: 13, what: CHANGED }])
  })

  it('a rewritten chain, where the signed checkpoints beside it were left', () => {
    const ledger = twelve()
    ledger.tamper(`UPDATE ledger SET body = '{"n":0}' WHERE seq = 6`)
    ledger.rewrite()
    expect(ledger.verify().breaks).toStrictEqual(
      [8, 12].map((seq) => ({
        seq,
        what: 'A checkpoint beside the ledger knows it: the row is another now, so the chain was rewritten up to it.',
      })),
    )
  })

  it('a cut tail, where the signed checkpoints beside it were left', () => {
    const ledger = twelve()
    ledger.tamper('DELETE FROM ledger WHERE seq > 10')
    expect(ledger.verify().breaks).toStrictEqual([
      {
        seq: 12,
        what: 'A checkpoint beside the ledger knows it: the ledger was cut, and ends at row 10.',
      },
    ])
  })

  it('a table that was made anew, with values of other kinds', () => {
    const ledger = ledgerFile(3)
    ledger.tamper('ALTER TABLE ledger RENAME TO old')
    ledger.tamper('CREATE TABLE ledger (seq INTEGER PRIMARY KEY, at, kind, run, call, body, hash)')
    ledger.tamper(
      "INSERT INTO ledger SELECT seq, at, kind, run, call, body, iif(seq = 2, 'text', hash) FROM old",
    )
    expect(ledger.verify().breaks).toContainEqual({
      seq: 2,
      what: 'It holds what the ledger never writes.',
    })
  })

  it('no more than 50 breaks are told, and all are counted', () => {
    const ledger = ledgerFile(200)
    ledger.tamper("UPDATE ledger SET body = '{}'")
    const { breaks, breakCount } = ledger.verify()
    expect([breaks.length, breakCount]).toStrictEqual([50, 200])
  })
})

/** What leaves a chain that is whole, with nothing beside it that says otherwise. */
const REBUILT: readonly (readonly [name: string, rebuild: (ledger: LedgerFile) => LedgerFile])[] = [
  [
    'a dropped tail',
    (ledger) => {
      ledger.tamper('DELETE FROM ledger WHERE seq > 10')
      ledger.tamper('DELETE FROM checkpoints WHERE seq > 10')
      return ledger
    },
  ],
  [
    'a changed row and all hashes rewritten',
    (ledger) => {
      ledger.tamper(`UPDATE ledger SET body = '{"n":0}' WHERE seq = 6`)
      ledger.tamper('DELETE FROM checkpoints')
      ledger.rewrite()
      return ledger
    },
  ],
  [
    'a dropped row, the others moved up and all hashes rewritten',
    (ledger) => {
      ledger.tamper('DELETE FROM ledger WHERE seq = 6')
      ledger.tamper('UPDATE ledger SET seq = seq - 1 WHERE seq > 6')
      ledger.tamper('DELETE FROM checkpoints')
      ledger.rewrite()
      return ledger
    },
  ],
  [
    'an emptied ledger',
    (ledger) => {
      ledger.tamper('DELETE FROM ledger')
      ledger.tamper('DELETE FROM checkpoints')
      return ledger
    },
  ],
]

describe('not seen without a checkpoint from outside, and said so; seen with one', () => {
  it.each(REBUILT)('%s', (_name, rebuild) => {
    const ledger = rebuild(twelve())
    const alone = ledger.verify()
    expect(alone).toMatchObject({ ok: true, breaks: [] })
    expect(alone.limits[0]).toMatch(
      /^No checkpoints from outside were given.*cut at its end, put back to an older copy, or rewritten as a whole/,
    )
    const { ok, breaks } = ledger.verify(ledger.outsideLines())
    expect(ok).toBe(false)
    expect(breaks.at(-1)).toMatchObject({
      seq: 12,
      what: expect.stringMatching(
        /^A checkpoint from outside knows it: the (ledger was cut|row is another)/,
      ),
    })
  })

  it('an older copy that was put back', () => {
    const ledger = ledgerFile(4)
    ledger.checkpoint()
    const backup = ledger.copy()
    ledger.append({}, {}, {}, {})
    ledger.checkpoint()
    copyFileSync(backup.file, ledger.file)
    expect(ledger.verify()).toMatchObject({ ok: true, rows: 4 })
    expect(ledger.verify(ledger.outsideLines()).breaks).toStrictEqual([
      {
        seq: 8,
        what: 'A checkpoint from outside knows it: the ledger was cut, and ends at row 4.',
      },
    ])
  })

  it('an older copy that was put back and written on, signed by the same house', () => {
    const ledger = ledgerFile(4)
    ledger.checkpoint()
    const fork = ledger.copy()
    ledger.append({}, {})
    ledger.checkpoint()
    fork.append({ body: '{"n":"other"}' }, {}, {})
    fork.checkpoint()
    expect(fork.verify()).toMatchObject({ ok: true, rows: 7, checkpoints: { inside: 2 } })
    expect(ledger.verify(ledger.outsideLines()).ok).toBe(true)
    expect(fork.verify(ledger.outsideLines()).breaks).toStrictEqual([
      {
        seq: 6,
        what: 'A checkpoint from outside knows it: the row is another now, so the chain was rewritten up to it.',
      },
    ])
  })
})

describe('what lies behind the newest checkpoint from outside', () => {
  it('can be cut unseen, and it is said how much that is and since when', () => {
    const ledger = twelve()
    ledger.append({}, {}, {})
    const sentence = (rows: string): string =>
      `${rows} newer than the newest checkpoint from outside (row 12, signed 2026-03-10T17:00:00.000Z). From there on, rows could have been cut, changed or added unseen.`
    expect(ledger.verify(ledger.outsideLines()).limits[0]).toBe(sentence('The last 3 rows are'))
    ledger.tamper('DELETE FROM ledger WHERE seq > 13')
    const cut = ledger.verify(ledger.outsideLines())
    expect(cut.ok).toBe(true)
    expect(cut.limits[0]).toBe(sentence('The last row is'))
  })

  it('is nothing when that is of the last row, except for what may have been cut since', () => {
    const ledger = twelve()
    expect(ledger.verify(ledger.outsideLines()).limits).toStrictEqual([
      'Checkpoints from outside reach to row 12, signed 2026-03-10T17:00:00.000Z. What was written since, if anything, could have been cut unseen.',
    ])
  })
})
