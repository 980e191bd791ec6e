import { phoneLibrary } from './phone-library.ts'

/** A phone number cut where its own country would pause. */
export interface PhoneGroups {
  /** Without the plus, for example `49`. Absent when the country is not known. */
  readonly callingCode?: string
  /** Runs of digits, each short enough to be written down in one go. */
  readonly groups: readonly string[]
}

/** A longer run is read as a number ("twelve million …") by most voices. */
const LONGEST_GROUP = 4

/** Cuts a number in E.164. Throws when it is not one. */
export function phoneGroups(e164: string): PhoneGroups {
  if (!/^\+[1-9]\d{1,14}$/.test(e164)) throw new RangeError('A phone number must be in E.164 form')
  const number = phoneLibrary().parsePhoneNumberFromString(e164)
  if (!number) return { groups: shorten(e164.slice(1)) }
  const { countryCallingCode } = number
  const groups = number.formatInternational().split(/\D+/).filter(Boolean).slice(1)
  return { callingCode: countryCallingCode, groups: groups.flatMap(shorten) }
}

/** Threes from the front, with two to four digits left at the end: never one digit on its own. */
function shorten(digits: string): readonly string[] {
  if (digits.length <= LONGEST_GROUP) return [digits]
  return [digits.slice(0, 3), ...shorten(digits.slice(3))]
}
