import type { DialogAnswer, HasGate, HasOperation, HasPrepared } from '../kernel/call.ts'
import type { Clearance } from '../kernel/clearance.ts'
import { refuse, ToolError, type ErrorCode } from '../kernel/error.ts'
import type { Proof } from '../kernel/gate.ts'
import type { GateRule } from '../kernel/gate-rule.ts'
import type { Derive } from '../kernel/pipeline.ts'
import { asker, bodyOf, whereOf, type Again, type AskedCall, type AskParts } from './ask.ts'
import type { OperatorParts } from './ask-operator.ts'
import { byOperator } from './by-operator.ts'
import type { Codes } from './codes.ts'
import { gateOf, type AskedGate } from './gate-of.ts'
import { judgeClearance, type Against, type Worth } from './judge-clearance.ts'
import { notRecorded } from './observe.ts'
import { twinOf } from './twin.ts'

type Needs = AskedCall & HasPrepared & HasOperation

/** Long enough to tell a code that is too old from one that never was. */
const REMEMBER_MS = 60 * 60_000

/**
 * Learns what lets the call run: nothing, for most; else the clearance that the call has shown, or the one that its
 * broken-off try consumed. A call that shows none is answered with a question, and does not run. Nothing is consumed
 * here: that is the claim's, which does it together with everything else or not at all.
 */
export function gate(
  rules: readonly GateRule[],
  parts: AskParts & OperatorParts,
): Derive<Needs, HasGate> {
  const ask = asker(parts)
  const cleared = async (call: Needs, asked: AskedGate): Promise<HasGate | ToolError> => {
    if (asked.level === 'approval') return byOperator(call, asked, parts)
    const held = heldClearance(call, asked, parts)
    if (held) return passed(call, asked, { clearance: held, isHeld: true })
    const shown = shownClearance(call, asked, parts)
    if (!shown) return asked.level === 'delivered' ? ask.delivered(call) : ask.spoken(call)
    const { worth, clearance, open: known } = shown
    if (worth === 'good' && clearance) return passed(call, asked, { clearance, isHeld: false })
    const again = await refused(
      call,
      { worth: worth === 'good' ? 'wrong' : worth, clearance, open: known },
      parts,
    )
    if (again instanceof ToolError) return again
    return asked.level === 'delivered' ? sayDelivered(again) : ask.spoken(call, again)
  }
  return function gate(call) {
    const { name } = call.principal.client
    const { arguments: input, resolved } = call.plan
    const about = { arguments: input, resolved, nowMs: parts.clock.now() }
    const asked = gateOf(call.tool, name, rules, about)
    // Noted before anything is refused, so that the record of a refusal has it.
    const open: HasGate = { gate: { ...asked, proof: 'none', clearance: undefined } }
    Object.assign(call.learnt, open)
    return asked.level === 'auto' ? open : cleared(call, asked)
  }
}

interface Shown {
  readonly worth: Worth | 'declined'
  readonly clearance: Clearance | undefined
  /** Those on which a wrong code is counted. */
  readonly open: readonly Clearance[]
}

/** The clearance whose code, or whose dialog, the call brings; `undefined` when it brings none. */
function shownClearance(call: Needs, { level }: AskedGate, parts: AskParts): Shown | undefined {
  const { conversation, plan, code, answered } = call
  const nowMs = parts.clock.now()
  const { journal, codes } = parts
  const known = journal.clearances(whereOf(call), nowMs - REMEMBER_MS)
  const against = {
    binding: plan.binding,
    conversation: conversation?.id ?? null,
    nowMs,
    mustBeDelivered: level === 'delivered',
  }
  if (code !== undefined) return byCode(code, known, against, codes)
  if (!answered || answered.action === 'cancel' || level === 'delivered') return undefined
  return byDialog(answered, known, against, codes)
}

function byCode(code: string, known: readonly Clearance[], against: Against, codes: Codes): Shown {
  const judged = known
    .filter((one) => one.kind !== 'dialog' && codes.isRight(code, one))
    .map((clearance) => ({ clearance, worth: judgeClearance(clearance, against) }))
  // Short codes can be alike by chance; the one that counts for this call is the one that is meant.
  const meant =
    judged.find(({ worth }) => worth === 'good') ?? judged.find(({ worth }) => worth !== 'wrong')
  const best = meant ?? judged[0] ?? { worth: 'wrong', clearance: undefined }
  return { ...best, open: openAmong(known, against) }
}

function byDialog(
  { state, action }: DialogAnswer,
  known: readonly Clearance[],
  against: Against,
  codes: Codes,
): Shown {
  const id = codes.open(state, (of) => known.find((one) => one.id === of)?.binding)
  const clearance = known.find((one) => one.id === id && one.kind === 'dialog')
  const worth = judgeClearance(clearance, against)
  const declined = worth === 'good' && action === 'decline'
  return { worth: declined ? 'declined' : worth, clearance, open: openAmong(known, against) }
}

function openAmong(
  known: readonly Clearance[],
  { conversation, nowMs }: Against,
): readonly Clearance[] {
  return known.filter(
    (one) => one.state === 'open' && one.conversation === conversation && one.expiresAtMs > nowMs,
  )
}

/** The clearance that an earlier try of this very operation has consumed before it was broken off, if it will do. */
function heldClearance(
  call: Needs,
  { level }: AskedGate,
  { journal, clock }: AskParts,
): Clearance | undefined {
  const { tool, operation, plan } = call
  const nowMs = clock.now()
  const { resumes } = tool.facts
  const twin = twinOf(journal.operation(operation), { operation, resumes, nowMs })
  if (twin.kind !== 'resumable') return undefined
  const { clearance: id } = twin.operation
  return journal
    .clearances(whereOf(call), nowMs)
    .filter(({ kind }) => level !== 'delivered' || kind === 'delivered')
    .find((one) => one.id === id && one.state === 'used' && one.binding === plan.binding)
}

function passed(
  { plan }: Needs,
  asked: AskedGate,
  { clearance, isHeld }: { readonly clearance: Clearance; readonly isHeld: boolean },
): HasGate {
  const proof: Proof = clearance.kind === 'delivered' ? 'delivered_code' : 'agent_attested'
  const { id } = clearance
  return {
    gate: { ...asked, proof, clearance: { of: 'clearance', id, binding: plan.binding, isHeld } },
  }
}

/** Puts on record why a clearance was refused. Answers the last word, or with which words to ask once more. */
async function refused(
  call: Needs,
  { worth, clearance, open }: Shown & { readonly worth: Exclude<Shown['worth'], 'good'> },
  { journal, recorder }: AskParts,
): Promise<Again | ToolError> {
  const noted = clearance ?? open[0]
  const shown = call.code === undefined ? 'answer' : 'code'
  const entry = (event: 'wrong_code' | 'void', why: string) =>
    noted ? [recorder.clearanceEntry(call, bodyOf(noted, event, why))] : []
  try {
    if (worth === 'too_soon') return refuse('confirmation_too_soon', TOO_SOON)
    if (worth === 'wrong') {
      const why = clearance ? 'of another conversation or kind' : 'unknown'
      const left = await journal.spendTry(
        open.map(({ id }) => id),
        entry('wrong_code', why),
      )
      const wrong = `That is not the ${shown} for this request.`
      return { code: 'confirmation_wrong', words: left > 0 ? wrong : `${wrong} ${NO_TRIES}` }
    }
    // Whoever changes the request after the yes has no yes.
    if (clearance && (worth === 'changed' || worth === 'declined'))
      await journal.voidClearance(clearance.id, entry('void', worth))
    return worth === 'declined' ? refuse('declined', DECLINED) : again(worth, shown)
  } catch (error) {
    return notRecorded(error)
  }
}

const NO_TRIES = 'It cannot be tried any more.'

const TOO_SOON =
  'Nobody can have answered yet. Ask the caller, wait for their yes, and only then send the same request again with the same code.'

const DECLINED =
  'The person did not agree, so nothing was done. Ask what they want instead, and do not try this again.'

type Stale = Exclude<Worth, 'good' | 'wrong' | 'too_soon'>

/** With which words to ask once more; `shown` is the code, or the answer from a dialog. */
function again(worth: Stale, shown: 'code' | 'answer'): Again {
  const words: Readonly<Record<Stale, Again>> = {
    used: { code: 'confirmation_used', words: `That ${shown} has been used already.` },
    void: { code: 'confirmation_wrong', words: `That ${shown} does not count any more.` },
    expired: { code: 'confirmation_expired', words: `That ${shown} is too old.` },
    changed: {
      code: 'confirmation_changed',
      words: 'Something is different from what was confirmed.',
    },
  }
  return words[worth]
}

/** A new code is sent only when the agent asks for one: a person must not be sent codes for wrong guesses. */
function sayDelivered({ code, words }: Again): ToolError {
  const way: Partial<Record<ErrorCode, string>> = {
    confirmation_wrong: words.endsWith(NO_TRIES)
      ? 'Send the request without a code to have a new one sent.'
      : 'Ask the person to read it once more, and send the same request again with it.',
  }
  return refuse(
    code,
    `${words} ${way[code] ?? 'Send the request without a code to have a new one sent.'}`,
  )
}
