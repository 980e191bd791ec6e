import { readFileSync, writeFileSync } from 'node:fs'

import type { Catalogue } from '../diff/catalogue.ts'
import { readCatalogue } from '../diff/read-catalogue.ts'
import { Problems } from '../kernel/catalog.ts'

/** Reads a catalogue that `toolcrib catalog` wrote. Throws `Problems` with the sentence that helps. */
export function readCatalogueFile(file: string): Catalogue {
  const read = readCatalogue(readTextFile(file))
  if (read.ok) return read.catalogue
  throw new Problems([`${file} ${read.why}`])
}

export function writeCatalogueFile(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new Problems([`${file} cannot be written: ${reasonOf(error)}.`])
  }
}

/** A catalogue as it stands in a file: for people to review, hence over many lines. */
export function catalogueText(catalogue: Catalogue): string {
  return `${JSON.stringify(catalogue, undefined, 2)}\n`
}

/** Throws `Problems` when it cannot. */
export function readTextFile(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Problems([`${file} cannot be read: ${reasonOf(error)}.`])
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  EACCES: 'that is not permitted',
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  return REASONS[code] ?? error.message
}
