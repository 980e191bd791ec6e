/** What a text of a format is, in words; an empty one says nothing that the pattern beside it does not. */
const FORMATS: ReadonlyMap<string, string> = new Map([
  ['date', 'a date as YYYY-MM-DD'],
  ['date-time', 'a date and time as 2026-03-15T19:30:00Z'],
  ['time', 'a time as 19:30:00'],
  ['duration', 'an ISO 8601 duration such as PT30M'],
  ['email', 'an email address'],
  ['idn-email', 'an email address'],
  ['e164', 'a phone number in international form such as +14155550132'],
  ['uri', 'a full web address such as https://example.com'],
  ['url', 'a full web address such as https://example.com'],
  ['hostname', 'a host name such as example.com'],
  ['ipv4', 'an IPv4 address'],
  ['ipv6', 'an IPv6 address'],
  ['uuid', 'a UUID'],
  ['guid', 'a UUID'],
  ['base64', 'Base64 text'],
  ['base64url', 'Base64 text in its form for web addresses'],
  ['regex', ''],
  ['starts_with', ''],
  ['ends_with', ''],
  ['includes', ''],
])

/** For example `an email address`; an empty text when there is nothing to say. */
export function sayFormat(format: unknown): string {
  if (typeof format !== 'string') return ''
  return FORMATS.get(format) ?? `in the format ${format}`
}
