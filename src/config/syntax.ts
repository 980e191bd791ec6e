import { isScalar, visit, type Document, type ErrorCode } from 'yaml'

/** Something that is not the YAML we read, and the offset at which it stands. */
export interface SyntaxFinding {
  readonly offset: number
  readonly sentence: string
}

/**
 * Own sentences instead of the parser's: they say what to do, and the parser's quote the file, which may hold a key
 * that somebody pasted into the wrong place.
 */
const SENTENCES: { readonly [code in ErrorCode]?: string } = {
  BAD_ALIAS: 'a plain * begins a YAML alias. Write the pattern in quotes: "*".',
  BAD_DQ_ESCAPE: 'there is no such escape in a double-quoted text. Write \\\\ for a backslash.',
  BAD_INDENT: 'the indentation is off, or a closing bracket is missing.',
  BAD_SCALAR_START: 'a text cannot begin with this sign. Write it in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'two keys stand on one line. Write the text in quotes if it holds ": ".',
  DUPLICATE_KEY: 'this key is written twice in the same place. Remove one.',
  MISSING_CHAR: 'a closing quote or bracket, or a comma or colon, is missing.',
  MULTIPLE_DOCS: 'the file holds more than one YAML document. Remove the "---" between them.',
  NON_STRING_KEY: 'a key must be plain text. Write a value that begins with { or [ in quotes.',
  TAB_AS_INDENT: 'tabs cannot indent YAML. Use spaces.',
  TAG_RESOLVE_FAILED: 'tags such as !this are not supported. Write plain values.',
}

/** Everything in the text that keeps it from being read as plain data. */
export function syntaxFindings(document: Document): readonly SyntaxFinding[] {
  const reported = [...document.errors, ...document.warnings].map(({ code, pos: [offset] }) => ({
    offset,
    sentence: SENTENCES[code] ?? 'this is not valid YAML. Look for a wrong indentation or sign.',
  }))
  return [...reported, ...foreignParts(document)]
}

function foreignParts(document: Document): readonly SyntaxFinding[] {
  const findings: SyntaxFinding[] = []
  visit(document, {
    // Aliases are refused: a `*pattern` without quotes is one, and they can blow a small file up without end.
    Alias(_key, { range }) {
      findings.push({
        offset: range?.[0] ?? 0,
        sentence:
          'a plain * begins a YAML alias, which is not supported. Write a pattern in quotes.',
      })
    },
    // The schema library drops this key without a word, so what stands below it would be silently ignored.
    Pair(_key, { key }) {
      if (isScalar(key) && key.value === '__proto__')
        findings.push({ offset: key.range?.[0] ?? 0, sentence: 'no key may be called __proto__.' })
    },
  })
  return findings
}
