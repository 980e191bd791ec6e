import * as z from 'zod'

/** The `server.admin` part: where operators decide. Every request needs an operator's token. */
export function adminSchema(hostHeader: z.ZodString, origin: z.ZodType<string>) {
  return z.strictObject({
    host: z
      .string()
      .min(1)
      .default('127.0.0.1')
      .describe('The address to listen on. 127.0.0.1 can be reached from this machine only.'),
    port: z
      .int()
      .min(0)
      .max(65_535)
      .default(8081)
      .describe('The port to listen on; 0 lets the system choose a free one.'),
    allowedHosts: z
      .array(hostHeader)
      .default([])
      .describe('Host header values to accept beside the address it listens on.'),
    allowedOrigins: z
      .array(origin)
      .default([])
      .describe('Browser origins to accept, each in full, such as https://desk.example.com.'),
  })
}
