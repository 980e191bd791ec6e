import { exportJWK, generateKeyPair } from 'jose'
import { createServer, type RequestListener } from 'node:http'
import { createInterface } from 'node:readline'
import Provider from 'oidc-provider'

/**
 * A real OpenID provider in a process of its own: `node test/support/oidc-provider-process.ts RESOURCE`. Its only line
 * on stdout at first is `{"issuer"}`. A line on stdin gives it a new signing key in place of the old one, and is
 * answered by `{"rotated":true}`. It ends with stdin.
 *
 * `robot` gets tokens for itself with the secret `robot-secret`; `app` is a public client for people, with PKCE. Whoever
 * logs in is who they say, and has a verified address.
 */
const [resource = ''] = process.argv.slice(2)

let answer: RequestListener = (_request, response) => response.writeHead(503).end()
const server = createServer((request, response) => answer(request, response))
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = server.address()
const issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`

await rotate(1)
say({ issuer })

let keys = 1
createInterface({ input: process.stdin })
  .on('line', () => {
    keys += 1
    void rotate(keys).then(() => say({ rotated: true }))
  })
  .on('close', () => {
    server.closeAllConnections()
    server.close()
  })

async function rotate(number: number): Promise<void> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const key = { ...(await exportJWK(privateKey)), kid: `key-${number}`, use: 'sig', alg: 'RS256' }
  answer = new Provider(issuer, configuration({ keys: [key] })).callback()
}

function configuration(jwks: object): object {
  return {
    jwks,
    clients: [
      {
        client_id: 'robot',
        client_secret: 'robot-secret',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
      {
        client_id: 'app',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: ['http://127.0.0.1/callback'],
      },
    ],
    cookies: { keys: ['only for tests'] },
    claims: { email: ['email', 'email_verified'] },
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub }),
    }),
    extraTokenClaims: (_context: unknown, { accountId }: { readonly accountId?: string }) =>
      accountId === undefined
        ? {}
        : { name: accountId, email: `${accountId}@example.com`, email_verified: true },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'shop:read shop:write',
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 3_600,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  }
}

function say(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`)
}
