import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** Reads a phone number as people in `country` write it. Returns E.164, or nothing when it cannot be dialled. */
export function readPhone(text: string, country: string): string | undefined {
  const number = parsePhoneNumberFromString(text, isSupportedCountry(country) ? country : undefined)
  return number?.isValid() ? number.number : undefined
}
