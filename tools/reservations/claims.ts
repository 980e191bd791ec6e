import { refuse, type ToolError } from '../../src/index.ts'
import type { Access } from './access.ts'
import { readCode } from './code.ts'
import { explain } from './explain.ts'
import type { Proof } from './finding.ts'
import type { Reservation } from './reservation.ts'
import type { Services } from './tool.ts'

/** More than a caller keeps in mind. */
const LONGEST_LIST = 4

/** What a caller has, and what they say, to see a reservation. */
interface Claim {
  readonly access: Access
  readonly proof: Proof
}

interface CodeClaim extends Claim {
  readonly code: string
  /** Whose wrong tries are counted together. */
  readonly asker: string
}

/** The upcoming reservations of a caller who needs no code. */
export function upcomingOf(
  { access, proof }: Claim,
  { desk }: Services,
): readonly Reservation[] | ToolError {
  if (access.guests.length === 0 && access.codes.length === 0)
    return refuse(
      'invalid_input',
      'Ask the caller for the reservation code and the surname or phone number it was booked with.',
    )
  const found = desk.upcomingFor(access, proof)
  if (found.length === 0)
    return refuse(
      'not_found',
      'This caller has no upcoming reservation. Offer to book a table, or ask for the code of an older one.',
    )
  if (found.length > LONGEST_LIST)
    return refuse(
      'ambiguous',
      `There are ${found.length} upcoming reservations, too many to read out. Ask for the code of the one they mean.`,
    )
  return found
}

/** The one reservation of a code, for a caller who may know of it. */
export async function reservationOf(
  claim: CodeClaim,
  { desk, limit, speech }: Services,
): Promise<readonly Reservation[] | ToolError> {
  const { access, proof, asker } = claim
  const code = readCode(claim.code)
  if (code === undefined) return explain({ problem: 'unreadable_code' }, speech)
  const own = desk.openByCode(code, access)
  if (own) return [own]
  if (proof.surname === undefined && proof.phone === undefined)
    return refuse(
      'invalid_input',
      'Ask the caller for the surname or phone number the reservation was booked with.',
    )
  const guess = await limit.guess(asker, code, () => desk.provenByCode(code, proof))
  if (guess.locked)
    return refuse(
      'too_many_tries',
      'That was tried too often for now. Hand over to a colleague who can find the reservation.',
    )
  // One answer for a wrong code and for a wrong name: else codes could be collected first and names guessed later.
  if (!guess.hit)
    return refuse(
      'not_found',
      'No reservation matches those details. Check the code, and the surname or phone number, with the caller.',
    )
  return [guess.hit]
}
