import { isIP } from 'node:net'
import * as z from 'zod'

import { adminSchema } from './admin-schema.ts'
import { mailSchema } from './mail-schema.ts'
import { tlsSchema } from './tls-schema.ts'
import { sessionSchema } from './session-schema.ts'
import { oauthSchema } from './oauth-schema.ts'

const locale = z.string().refine(isLocale, 'must be a language tag, such as en-US.')

const hostHeader = z
  .string()
  .regex(
    /^[a-zA-Z0-9.:[\]-]+$/,
    'must be a host such as tools.example.com or tools.example.com:8443, without https:// and without *.',
  )

const origin = z
  .string()
  .refine(isOrigin, 'must be a full origin such as https://app.example.com, without a path.')

const network = z
  .string()
  .refine(isNetwork, 'must be an address such as 10.0.0.7, or a network such as 10.0.0.0/8.')

/** Relative to the file. */
export const DEFAULT_DATA_DIR = '../data'

/** The `server` part: where to listen, where to keep data, and whom to believe about where they come from. */
export const serverSchema = z.strictObject({
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('The address to listen on. 127.0.0.1 can be reached from this machine only.'),
  port: z
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe('The port to listen on; 0 lets the system choose a free one.'),
  dataDir: z
    .string()
    .min(1)
    .default(DEFAULT_DATA_DIR)
    .describe('The folder for databases and records, relative to this file.'),
  demo: z
    .boolean()
    .default(false)
    .describe('Serves without any key, for trying out. Starts only on a loopback address.'),
  locale: locale
    .default('en-US')
    .describe('The language tag by which dates, times and amounts are spoken.'),
  allowedHosts: z
    .array(hostHeader)
    .default([])
    .describe('Host header values to accept beside the address it listens on.'),
  allowedOrigins: z
    .array(origin)
    .default([])
    .describe('Browser origins to accept, each in full, such as https://app.example.com.'),
  tls: tlsSchema
    .optional()
    .describe('Serves over https. Without it, let a proxy do so wherever others can listen.'),
  trustedProxies: z
    .array(network)
    .default([])
    .describe(
      'Proxies that are believed about where a request comes from: addresses, or networks such as 10.0.0.0/8.',
    ),
  maxConnections: z
    .int()
    .min(10)
    .max(1_000_000)
    .default(20_000)
    .describe('How many sockets may be open at once; further ones are closed.'),
  maxBodyBytes: z
    .int()
    .min(1)
    .default(1_048_576)
    .describe('The largest request body to read, in bytes.'),
  sessions: sessionSchema
    .prefault({})
    .describe('Limits of the sessions that 2025-era clients may have over HTTP.'),
  checkpoints: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A file outside of dataDir to which signed checkpoints of the ledger are also written, relative to this file.',
    ),
  admin: adminSchema(hostHeader, origin)
    .optional()
    .describe('Where operators decide, over HTTP. Without it they decide on this machine only.'),
  oauth: oauthSchema
    .optional()
    .describe(
      'Lets clients in by OAuth access tokens, beside keys. Without it there are only keys.',
    ),
  mail: mailSchema
    .optional()
    .describe('The server that takes e-mail. Without it nothing is sent, and no code delivered.'),
})

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text
}
