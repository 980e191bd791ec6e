import * as z from 'zod'

import { keyFile } from './words.ts'

/** The `server.tls` part: serves over https by itself, where no proxy does. */
export const tlsSchema = z.strictObject({
  cert: keyFile.describe('The file with the certificate and its chain, in PEM.'),
  key: keyFile.describe('The file with its private key, in PEM.'),
})
