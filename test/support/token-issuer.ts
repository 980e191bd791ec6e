import { createServer, type Server } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT, type GenerateKeyPairResult } from 'jose'
import { onTestFinished } from 'vitest'

/** An issuer that signs whatever a test wants, and can be down, slow or wrong about itself. */
export interface TestIssuer {
  /** Its identifier, an http URL on loopback. */
  readonly issuer: string
  /** How often its keys were fetched. */
  readonly fetches: () => number
  /** The public key as bytes, for whoever takes it for a secret. */
  readonly publicKey: () => Promise<Uint8Array>
  /** A token by the newest key. `undefined` takes a claim or a header field away. */
  sign(claims: object, header?: object): Promise<string>
  /** Makes another key the newest, beside the old ones or in their place. */
  rotate(how: 'add' | 'replace'): Promise<void>
  /** Answers like this from now on, in place of metadata and keys. */
  answer(how: Fault | undefined): void
  close(): Promise<void>
}

/** What goes wrong at an issuer. */
export type Fault = 'error' | 'hang' | 'redirect' | 'huge' | 'other issuer' | 'elsewhere'

type Key = GenerateKeyPairResult['privateKey']

interface SigningKey {
  readonly kid: string
  readonly key: Key
  readonly publicKey: Key
}

/** Starts one on a free port, or on the one that is given. */
export async function startIssuer(port = 0): Promise<TestIssuer> {
  let keys: readonly SigningKey[] = [await newKey(1)]
  let made = 1
  let fault: Fault | undefined
  let fetches = 0
  const server = createServer((request, response) => {
    const json = (document: object): void => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(document))
    }
    if (fault === 'hang') return
    if (fault === 'error') return void response.writeHead(503).end()
    if (fault === 'huge') return void response.end('x'.repeat(300_000))
    if (fault === 'redirect') {
      response.writeHead(302, { location: `${issuerOf(server)}/other${request.url}` }).end()
      return
    }
    if (request.url?.startsWith('/.well-known/') === true)
      return json({
        issuer: fault === 'other issuer' ? 'https://other.example' : issuerOf(server),
        jwks_uri: fault === 'elsewhere' ? 'http://10.0.0.1/keys' : `${issuerOf(server)}/keys`,
      })
    fetches += 1
    keySetOf(keys).then(json, () => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  onTestFinished(close)
  return {
    issuer: issuerOf(server),
    fetches: () => fetches,
    publicKey: async () => {
      const [jwk] = (await keySetOf(keys)).keys
      return new TextEncoder().encode(JSON.stringify(jwk))
    },
    async sign(claims, header = {}) {
      const newest = keys.at(-1)
      if (!newest) throw new Error('The issuer has no key.')
      const protectedHeader = { alg: 'RS256', kid: newest.kid, typ: 'at+jwt', ...header }
      return new SignJWT({ iss: issuerOf(server), ...claims })
        .setProtectedHeader(JSON.parse(JSON.stringify(protectedHeader)))
        .sign(newest.key)
    },
    async rotate(how) {
      made += 1
      const next = await newKey(made)
      keys = how === 'add' ? [...keys, next] : [next]
    },
    answer(how) {
      fault = how
    },
    close,
  }
}

async function newKey(number: number): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  return { kid: `key-${number}`, key: privateKey, publicKey }
}

async function keySetOf(keys: readonly SigningKey[]) {
  const all = keys.map(async ({ kid, publicKey }) => ({
    ...(await exportJWK(publicKey)),
    kid,
    use: 'sig',
  }))
  return { keys: await Promise.all(all) }
}

function issuerOf(server: Server): string {
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}
