import type { IncomingMessage } from 'node:http'

/** Whether the body is said to be JSON. A form or plain text can be sent across origins without asking (CVE-2026-33252). */
export function saysJson({ headers }: IncomingMessage): boolean {
  return /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')
}
