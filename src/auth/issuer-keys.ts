import { createLocalJWKSet, type LocalJWKSet } from 'jose'
import * as z from 'zod'

import type { Clock } from '../kernel/host.ts'
import type { TokenIssuer } from '../kernel/protected-resource.ts'
import type { FetchJson } from './fetch-json.ts'
import { findKeys } from './find-keys.ts'
import type { TokenTrouble } from './token-trouble.ts'

/** The public keys of an issuer. Two answers are the same object as long as nothing was fetched between them. */
export interface IssuerKeys {
  /** Never older than `REFRESH_MS` while the issuer answers. `undefined` when there are none to go by. */
  current(): Promise<LocalJWKSet | undefined>
  /** Fetched now, for a key that is not among them; not more often than every `COOL_DOWN_MS`. */
  anew(): Promise<LocalJWKSet | undefined>
}

export interface KeyParts {
  readonly clock: Clock
  readonly fetchJson: FetchJson
  readonly onTrouble: (trouble: TokenTrouble) => void
}

/** A key that its issuer has taken back stops counting within this time. */
const REFRESH_MS = 5 * 60_000

/** From then on they are fetched beside a request, so that no caller has to wait for it. */
const RENEW_MS = 4 * 60_000

/** How long the last keys count while the issuer does not answer: longer than a restart, shorter than an incident. */
const LONGEST_MS = 30 * 60_000

/** A stranger who makes up key ids must not make the server ask its issuer without end. */
const COOL_DOWN_MS = 30_000

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) })

/** Keeps an issuer's keys. What cannot be fetched is reported, and tried again when a token needs it. */
export function issuerKeys(issuer: TokenIssuer, parts: KeyParts): IssuerKeys {
  const { clock } = parts
  let held: { readonly keys: LocalJWKSet; readonly atMs: number } | undefined
  let triedAtMs = Number.NEGATIVE_INFINITY
  let fetching: Promise<void> | undefined

  const fetchNow = async (): Promise<void> => {
    triedAtMs = clock.now()
    try {
      const keys = await fetchKeys(issuer, parts.fetchJson)
      held = { keys, atMs: clock.now() }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      parts.onTrouble({ event: 'token keys not fetched', reason, issuer: issuer.issuer })
    }
  }
  /** One fetch at a time, whoever asks for it. */
  const fetchOnce = (): Promise<void> => {
    if (clock.now() - triedAtMs < COOL_DOWN_MS) return fetching ?? Promise.resolve()
    fetching ??= fetchNow().finally(() => (fetching = undefined))
    return fetching
  }
  const ageMs = (): number => (held ? clock.now() - held.atMs : Number.POSITIVE_INFINITY)
  const usable = (): LocalJWKSet | undefined => (ageMs() < LONGEST_MS ? held?.keys : undefined)

  return Object.freeze<IssuerKeys>({
    async current() {
      if (ageMs() < RENEW_MS) return usable()
      const isFailing = held !== undefined && triedAtMs > held.atMs
      const fetched = fetchOnce()
      // With an issuer that does not answer, each call would otherwise wait for it again.
      if (ageMs() >= REFRESH_MS && !(isFailing && usable())) await fetched
      return usable()
    },
    async anew() {
      await fetchOnce()
      return usable()
    },
  })
}

async function fetchKeys(issuer: TokenIssuer, fetchJson: FetchJson): Promise<LocalJWKSet> {
  const uri = await findKeys(issuer, fetchJson)
  const { success, data } = keySet.safeParse(await fetchJson(uri))
  if (!success) throw new Error(`${uri} is no key set`)
  return createLocalJWKSet(data)
}
