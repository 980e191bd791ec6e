import { writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { describe, expect, it } from 'vitest'

import { loadConfig } from '../../src/config/load.ts'
import { shopModule } from '../support/shop.ts'
import { serveShop } from '../support/serve-shop.ts'
import { tempDir } from '../support/temp-dir.ts'

const certificate = () =>
  generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  })

/** A request over https, with this certificate trusted or none. */
function health(url: string, ca?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(
      `${url}/healthz`,
      { ...(ca !== undefined && { ca }), servername: 'localhost' },
      (response) => {
        response.resume()
        resolve(`${response.statusCode}`)
      },
    )
    request.on('error', (error) => reject(error))
  })
}

function problemsOf(tls: string, files: Readonly<Record<string, string>>): unknown {
  const dir = tempDir()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  const file = join(dir, 'toolcrib.yaml')
  writeFileSync(
    file,
    `server:\n  tls: ${tls}\nmodules: { shop: {} }\nclients: { me: { profile: voice, tools: { include: ['*'] }, scopes: ['shop:read'] } }\n`,
  )
  try {
    return loadConfig(
      file,
      { builtIn: [shopModule().module], imported: new Map() },
      {},
    ).certificate()
  } catch (error) {
    return String(error).replaceAll(dir, 'DIR')
  }
}

describe('https', () => {
  it('is served with the certificate of the deployment, and nothing else on that port', async () => {
    const { cert, private: key } = await certificate()
    const served = await serveShop({
      certificate: { cert: Buffer.from(cert), key: Buffer.from(key) },
    })
    expect(served.url).toMatch(/^https:/)
    expect(await health(served.url, cert)).toBe('200')
    await expect(health(served.url)).rejects.toThrow('self-signed certificate')
    await expect(fetch(served.url.replace('https', 'http'))).rejects.toThrow('fetch failed')
  })

  it('needs a certificate that fits its key, or does not start', async () => {
    const [one, other] = [await certificate(), await certificate()]
    const files = { 'a.pem': one.cert, 'a.key': one.private, 'b.key': other.private, 'x.pem': 'x' }
    expect(problemsOf('{ cert: ./a.pem, key: ./a.key }', files)).toMatchObject({
      cert: Buffer.from(one.cert),
    })
    expect(problemsOf('{ cert: ./a.pem, key: ./b.key }', files)).toContain(
      'server.tls.cert: cannot be used with its key (ERR_OSSL_X509_KEY_VALUES_MISMATCH).',
    )
    expect(problemsOf('{ cert: ./x.pem, key: ./a.key }', files)).toContain('cannot be used with')
    expect(problemsOf('{ cert: ./a.pem, key: ./none.key }', files)).toContain(
      'server.tls.key: DIR/none.key cannot be read (ENOENT).',
    )
    expect(problemsOf('{ cert: ./a.pem }', files)).toContain('server.tls.key: is missing')
  })
})
