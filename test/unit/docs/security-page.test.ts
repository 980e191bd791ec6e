import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { ROOT } from '../../support/run-program.ts'

/** The checklist ends at S39, and has never had these. */
const GAPS = new Set(['S28', 'S29'])
const ROWS = Array.from({ length: 39 }, (_, at) => `S${at + 1}`).filter((id) => !GAPS.has(id))

/** What a title may name; incidents without a number are found only where the page has them. */
const ID = /(?<![\w-])(?:S\d{1,2}|CVE-\d{4}-\d+|GHSA-[\w-]+)(?![\w-])/g

interface Row {
  readonly id: string
  readonly where: string
  readonly files: readonly string[]
}

const rows = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, id = '']) => id !== '' && !/^(Row|Incident|-+)$/.test(id))
  .map(([, id = '', , where = '']): Row => {
    const files = [...where.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, file = '']) => file)
    return { id, where, files }
  })

const titles = new Map(
  globSync('test/**/*.ts', { cwd: ROOT, exclude: ['test/.tmp/**'] }).map((file) => [
    file.replaceAll('\\', '/'),
    titlesIn(readFileSync(join(ROOT, file), 'utf8')),
  ]),
)

/** The text that stands first in a call, which every title does, in whichever quotes. */
function titlesIn(text: string): readonly string[] {
  const first = /\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`)\s*,/g
  return [...text.matchAll(first)].map(([, ...quoted]) => quoted.join(''))
}

function names(title: string, id: string): boolean {
  return new RegExp(`(?<![\\w-])${id}(?![\\w-])`).test(title)
}

describe('docs/security.md', () => {
  it('has every row of the checklist once, in order', () => {
    const ids = rows.map(({ id }) => id)
    expect(ids.filter((id) => /^S\d+$/.test(id))).toEqual(ROWS)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    expect(rows.length).toBeGreaterThan(ROWS.length + 30)
  })

  it.each(rows.filter(({ files }) => files.length > 0))(
    'says of $id where it is tested, and there it is',
    ({ id, files }) => {
      for (const file of files) {
        expect(existsSync(join(ROOT, file)), file).toBe(true)
        expect(
          titles.get(file)?.some((title) => names(title, id)),
          `${id} in ${file}`,
        ).toBe(true)
      }
    },
  )

  it.each(rows.filter(({ files }) => files.length === 0))(
    'says of $id why it is not tested',
    ({ where }) => {
      expect(where).toMatch(/^(does not apply|not covered): \w.{15,}/)
    },
  )

  it('names every file with a test that has the id of a row in its title', () => {
    const listed = new Map(rows.map(({ id, files }) => [id, files]))
    const missing = [...titles].flatMap(([file, own]) =>
      own
        .flatMap((title) => title.match(ID) ?? [])
        .filter((id) => listed.get(id)?.includes(file) !== true)
        .map((id) => `${id} in ${file}`),
    )
    expect([...new Set(missing)]).toEqual([])
  })
})
