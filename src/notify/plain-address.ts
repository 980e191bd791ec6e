const PLAIN = /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i

/**
 * Whether a text is one address and nothing more. Spaces, brackets, commas and line breaks would let one recipient
 * become several, or a header begin another one.
 */
export function isPlainAddress(text: string): boolean {
  return text.length <= 254 && PLAIN.test(text)
}

/** An address as it may be said to somebody who need not know it: `a…@example.com`. */
export function maskAddress(address: string): string {
  const [local = '', domain = ''] = address.split('@')
  // One letter alone would be all of it.
  return `${local.length > 1 ? local.charAt(0) : ''}…@${domain}`
}
