import type { MailOutcome } from '../kernel/mailer.ts'

/** What the library says of a failure, as far as it is read here. */
export interface MailFailure {
  readonly code?: string | undefined
  /** What the code was before the library gave it its own, for example ECONNREFUSED. */
  readonly originalCode?: string | undefined
  /** What was being said when it happened. */
  readonly command?: string | undefined
  readonly response?: string | undefined
  readonly responseCode?: number | undefined
}

/**
 * What a failure means for the mail. Before the text began to go out, nothing can have been taken. Afterwards only the
 * server's own final refusal is certain; whatever else happens, it may have the mail, and only its answer is lost.
 */
export function outcomeOf(failure: MailFailure, hasBegun: boolean): MailOutcome {
  const isCertain = !hasBegun || (failure.code === 'EMESSAGE' && isRefusal(failure))
  return { kind: isCertain ? 'refused' : 'in_doubt', why: whyOf(failure) }
}

function isRefusal({ responseCode = 0 }: MailFailure): boolean {
  return responseCode >= 400 && responseCode < 600
}

/** Codes alone: a server's own words repeat addresses, and sometimes what was sent to log in. */
function whyOf({ code, originalCode, command, responseCode, response = '' }: MailFailure): string {
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
  const words = [
    code ?? 'failed',
    originalCode && `(${originalCode})`,
    command && `at ${command}`,
    responseCode && `with ${responseCode}`,
    enhanced,
  ]
  return words.filter(Boolean).join(' ')
}
