/** A mail as its reader sees it. */
export interface ReadMail {
  readonly subject: string
  readonly from: string
  readonly to: string
  readonly messageId: string
  readonly text: string
  /** Every header as it came, in lower-case names; for what the fields above do not tell. */
  readonly headers: Readonly<Record<string, string>>
}

/** Reads a single-part mail as it went over the wire. */
export function readMail(raw: string): ReadMail {
  const end = raw.indexOf('\r\n\r\n')
  const headers = headersIn(raw.slice(0, end))
  return {
    subject: decodedWords(headers['subject'] ?? ''),
    from: decodedWords(headers['from'] ?? ''),
    to: decodedWords(headers['to'] ?? ''),
    messageId: headers['message-id'] ?? '',
    text: textOf(raw.slice(end + 4), headers['content-transfer-encoding'] ?? ''),
    headers,
  }
}

function headersIn(block: string): Record<string, string> {
  const lines = block.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
}

function decodedWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_word, kind: string, coded: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(coded, 'base64').toString()
        : unquoted(coded.replaceAll('_', ' ')),
    )
}

function textOf(body: string, encoding: string): string {
  const text =
    encoding === 'base64'
      ? Buffer.from(body, 'base64').toString()
      : encoding === 'quoted-printable'
        ? unquoted(body.replaceAll(/=\r\n/g, ''))
        : body
  return text.replaceAll('\r\n', '\n').trimEnd()
}

function unquoted(text: string): string {
  const bytes = text.replaceAll(/=([\dA-F]{2})/gi, (_sign, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString()
}
