import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import type { Draft, DraftSecret } from './draft.ts'
import type { Finding } from './finding.ts'

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

export interface Secrets {
  /** Client → key. */
  readonly keys: ReadonlyMap<string, string>
  readonly mailPassword: string | undefined
  /** Webhook → what its events are signed with. */
  readonly webhookSecrets: ReadonlyMap<string, string>
  readonly findings: readonly Finding[]
}

/** A secret, or why there is none. The reason never holds what was read. */
type Fetched = { readonly secret: string } | { readonly field: string; readonly sentence: string }

interface Place {
  readonly env: Environment
  /** Where relative paths start. */
  readonly folder: string
}

/** Fetches each client's key, the webhooks' secrets and the mail server's password from where the file says they are. */
export function fetchSecrets(
  { clients, webhooks, server: { mail } }: Draft,
  env: Environment,
  folder: string,
): Secrets {
  const place = { env, folder }
  const signing = webhookSecretsIn(webhooks, place)
  const clientKeys = clientKeysIn(clients, place)
  const findings = [...clientKeys.findings, ...signing.findings]
  const { keys } = clientKeys
  const webhookSecrets = signing.secrets
  // Whoever runs the mail server has chosen it, so it may be short.
  const password = fetchSecret(mail?.password ?? {}, 'the password', place)
  if (!password) return { keys, mailPassword: undefined, webhookSecrets, findings }
  if ('secret' in password) return { keys, mailPassword: password.secret, webhookSecrets, findings }
  const missing = absent(['server', 'mail', 'password'], password)
  return { keys, mailPassword: undefined, webhookSecrets, findings: [...findings, missing] }
}

function webhookSecretsIn(webhooks: Draft['webhooks'], place: Place) {
  const secrets = new Map<string, string>()
  const findings: Finding[] = []
  for (const [name, { secret }] of Object.entries(webhooks)) {
    const fetched = strongOnly(
      fetchSecret(secret, 'the secret of this webhook', place),
      place.folder,
      secret,
    )
    if (fetched && 'secret' in fetched) secrets.set(name, fetched.secret)
    else if (fetched) findings.push(absent(['webhooks', name, 'secret'], fetched))
  }
  return { secrets, findings }
}

function clientKeysIn(clients: Draft['clients'], place: Place) {
  const keys = new Map<string, string>()
  const findings: Finding[] = []
  for (const [name, { credential }] of Object.entries(clients)) {
    const path = ['clients', name, 'credential']
    const fetched = strongOnly(
      fetchSecret(credential, 'the key of this client', place),
      place.folder,
      credential,
    )
    if (!fetched) continue
    if (!('secret' in fetched)) {
      findings.push(absent(path, fetched))
      continue
    }
    const twin = [...keys].find(([, key]) => key === fetched.secret)
    if (twin) findings.push({ path, at: 'value', sentence: sayTwin(twin[0]) })
    else keys.set(name, fetched.secret)
  }
  return { keys, findings }
}

function absent(
  path: readonly string[],
  { field, sentence }: Exclude<Fetched, { secret: string }>,
) {
  return { path: [...path, field], at: 'value', sentence } as const
}

function fetchSecret(
  { env: variable, file }: DraftSecret,
  what: string,
  { env, folder }: Place,
): Fetched | undefined {
  // With neither or both the schema has already complained.
  if (variable !== undefined && file === undefined) return fromEnvironment(variable, what, env)
  if (file !== undefined && variable === undefined) return fromFile(resolve(folder, file), what)
  return undefined
}

function fromEnvironment(variable: string, what: string, env: Environment): Fetched {
  const secret = env[variable]?.trim()
  if (secret) return { secret }
  const state = secret === undefined ? 'not set' : 'empty'
  return {
    field: 'env',
    sentence: `the environment variable ${variable} is ${state}. Set it to ${what}.`,
  }
}

function fromFile(file: string, what: string): Fetched {
  try {
    const secret = readFileSync(file, 'utf8').trim()
    if (secret) return { secret }
    return { field: 'file', sentence: `${file} is empty. Write ${what} into it.` }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    return { field: 'file', sentence: `${file} cannot be read (${code}).` }
  }
}

/** A key, if it is one that nobody guesses. */
function strongOnly(
  fetched: Fetched | undefined,
  folder: string,
  { env, file }: DraftSecret,
): Fetched | undefined {
  if (!fetched || !('secret' in fetched) || isStrong(fetched.secret)) return fetched
  return file === undefined
    ? { field: 'env', sentence: `${env} ${WEAK}` }
    : { field: 'file', sentence: `${resolve(folder, file)} ${WEAK}` }
}

/** Keys are compared by a plain hash, so they must be too long to guess; and a header cannot carry a blank. */
function isStrong(key: string): boolean {
  return /^[\x21-\x7e]{24,}$/.test(key)
}

const WEAK =
  'holds a key that is too easy to guess. Use 24 or more letters and digits, without blanks, made at random.'

function sayTwin(client: string): string {
  return `gives the same key as clients.${client}, so the two could not be told apart. Give each client its own.`
}
