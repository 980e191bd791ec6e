import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument, type Document } from 'yaml'

import { Problems } from '../kernel/catalog.ts'
import { sayFinding, type Finding } from './finding.ts'
import { offsetOf } from './position.ts'
import { syntaxFindings, type SyntaxFinding } from './syntax.ts'

/** A configuration file as plain data, not yet checked against any schema. */
export interface Source {
  readonly value: unknown
  /** The findings as lines for a person, in the order of the file. */
  lines(findings: readonly Finding[]): readonly string[]
}

/** Reads a YAML file. Throws `Problems` when there is none or when its text is not YAML. */
export function readSource(file: string): Source {
  const lines = new LineCounter()
  // Keys are always text, as in the schema: `8080:` and `yes:` too.
  const document = parseDocument(textOf(file), {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
  })
  const syntax = syntaxFindings(document)
  if (syntax.length > 0) throw new Problems(sayInPlace(file, lines, firstOfEachLine(syntax, lines)))
  return {
    value: document.toJS(),
    lines: (findings) => sayInPlace(file, lines, findings.map(placedIn(document))),
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Problems([`${file}: ${sayReadError(error)}`])
  }
}

function sayReadError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
  return code === 'ENOENT'
    ? 'there is no such file. Copy one from config/examples to this path, or name another file.'
    : `the configuration cannot be read (${code}). Name a file that this process may read.`
}

function placedIn(document: Document): (finding: Finding) => SyntaxFinding {
  return (finding) => ({ offset: offsetOf(document, finding), sentence: sayFinding(finding) })
}

/** One slip makes the parser stumble several times on the same line; only the first says something. */
function firstOfEachLine(
  findings: readonly SyntaxFinding[],
  lines: LineCounter,
): readonly SyntaxFinding[] {
  const byLine = Map.groupBy(findings, ({ offset }) => lines.linePos(offset).line)
  return [...byLine.values()].flatMap((same) => same.slice(0, 1))
}

function sayInPlace(
  file: string,
  lines: LineCounter,
  findings: readonly SyntaxFinding[],
): readonly string[] {
  const inOrder = findings.toSorted((a, b) => a.offset - b.offset)
  return inOrder.map(({ offset, sentence }) => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}  ${sentence}`
  })
}
