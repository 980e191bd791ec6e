import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createSecureContext } from 'node:tls'

import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'

/** A certificate with its chain, and its key, both in PEM. */
export interface Certificate {
  readonly cert: Buffer
  readonly key: Buffer
}

export interface ReadCertificate {
  readonly certificate: Certificate | undefined
  readonly findings: readonly Finding[]
}

const NONE: ReadCertificate = { certificate: undefined, findings: [] }

/** Reads the certificate that the file names, and tries it, so that a wrong one stops the start and not each client. */
export function readCertificate({ server: { tls } }: Draft, folder: string): ReadCertificate {
  if (tls?.cert === undefined || tls.key === undefined) return NONE
  const cert = contents(tls.cert, folder)
  const key = contents(tls.key, folder)
  if (typeof cert === 'string') return refused('cert', cert)
  if (typeof key === 'string') return refused('key', key)
  try {
    createSecureContext({ cert, key })
    return { certificate: { cert, key }, findings: [] }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no PEM'
    return refused('cert', `cannot be used with its key (${code}).`)
  }
}

function refused(field: 'cert' | 'key', sentence: string): ReadCertificate {
  const finding = { path: ['server', 'tls', field], at: 'value', sentence } as const
  return { certificate: undefined, findings: [finding] }
}

/** What is in the file, or a sentence about why it cannot be read. */
function contents(file: string, folder: string): Buffer | string {
  const path = resolve(folder, file)
  try {
    return readFileSync(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    return `${path} cannot be read (${code}).`
  }
}
