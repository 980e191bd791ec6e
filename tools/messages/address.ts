/**
 * Letters, digits and four marks. `%` and `!` are not among them, because relays have read them as directions to
 * another domain, nor is a quote, which would let a name hold an @.
 */
const LOCAL = /^[a-z\d](?:[\w.+'-]*[\w+'-])?$/i

/** Asked before anything is put into small letters: a Kelvin sign would become a k. */
const ASCII = /^[!-~]+$/

const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/

/**
 * Reads one plain address and answers it with its domain in small letters. Anything else is refused: a name beside it, a
 * second address, a comment, an IP address. So is every letter outside ASCII, because one that looks like another would
 * otherwise pass for it; a domain of such letters is written in its `xn--` form.
 */
export function readAddress(text: string): string | undefined {
  const [local = '', domain = '', rest] = text.trim().split('@')
  const host = domain.toLowerCase()
  if (
    !ASCII.test(domain) ||
    rest !== undefined ||
    !LOCAL.test(local) ||
    local.includes('..') ||
    local.length > 64
  )
    return undefined
  return isDomain(host) ? `${local}@${host}` : undefined
}

/** Whether it is a domain of at least two labels in small letters, and no IP address. */
function isDomain(text: string): boolean {
  const labels = text.split('.')
  return (
    text.length <= 189 &&
    labels.length >= 2 &&
    labels.every((label) => LABEL.test(label)) &&
    /^[a-z]/.test(labels.at(-1) ?? '')
  )
}
