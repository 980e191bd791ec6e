import { phoneLibrary } from './phone-library.ts'

/** Reads a phone number as people in `country` (two letters) write it. Answers E.164, or nothing when it cannot be dialled. */
export function readPhone(text: string, country: string): string | undefined {
  const { isSupportedCountry, parsePhoneNumberFromString } = phoneLibrary()
  const number = parsePhoneNumberFromString(text, isSupportedCountry(country) ? country : undefined)
  return number?.isValid() ? number.number : undefined
}

/** Whether phone numbers of `country`, two capital letters, can be read. */
export function isPhoneCountry(country: string): boolean {
  return phoneLibrary().isSupportedCountry(country)
}
