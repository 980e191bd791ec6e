import { readBirthDate } from './birth-date.ts'
import { plainName, readPhone } from '../../src/index.ts'
import { plainPostcode } from './plain-postcode.ts'

/** What somebody says about themselves, as they say it. */
export interface Statement {
  readonly phone?: string | undefined
  readonly surname?: string | undefined
  readonly postcode?: string | undefined
  readonly birth_date?: string | undefined
}

/** The same, in the directory's forms. A fact that was not given is undefined. */
export interface Claim {
  /** E.164. */
  readonly phone: string | undefined
  /** As `plainName` makes it. */
  readonly surname: string | undefined
  /** As `plainPostcode` makes it. */
  readonly postcode: string | undefined
  /** `YYYY-MM-DD`. */
  readonly birthDate: string | undefined
}

/** Why a statement cannot be checked: a fact that nobody could read, or too little. */
export type Gap = 'unreadable_phone' | 'unreadable_birth_date' | 'no_secret' | 'one_fact'

/** Reads a statement. Nothing here depends on who the customers are, so a gap tells a stranger nothing. */
export function readClaim(statement: Statement, country: string): Claim | Gap {
  const phone = given(statement.phone)
  const birthDate = given(statement.birth_date)
  const claim: Claim = {
    phone: phone && readPhone(phone, country),
    surname: plainName(statement.surname ?? '') || undefined,
    postcode: plainPostcode(statement.postcode ?? '') || undefined,
    birthDate: birthDate && readBirthDate(birthDate),
  }
  if (phone && !claim.phone) return 'unreadable_phone'
  if (birthDate && !claim.birthDate) return 'unreadable_birth_date'
  return gapIn(claim) ?? claim
}

/** Models send an empty string for a field they have nothing for. */
function given(text: string | undefined): string | undefined {
  return text?.trim() || undefined
}

/**
 * Phone numbers and names are known to others, and `search` tells them. Only a postcode or a birth date, which no
 * tool ever tells, shows that the caller is the customer.
 */
function gapIn(claim: Claim): Gap | undefined {
  if (claim.postcode === undefined && claim.birthDate === undefined) return 'no_secret'
  const facts = Object.values(claim).filter((fact) => fact !== undefined)
  return facts.length < 2 ? 'one_fact' : undefined
}
