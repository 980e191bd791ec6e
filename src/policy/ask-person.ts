import { randomBytes } from 'node:crypto'

import type {
  Call,
  HasPrepared,
  HasPrincipal,
  HasRecalled,
  HasTool,
  HasUser,
} from '../kernel/call.ts'
import { digestOf } from '../kernel/canonical-json.ts'
import { AskInForm } from '../kernel/error.ts'
import { formFault, formSchema } from '../kernel/form-schema.ts'
import type { Asked, AskPerson, Form, FormQuestion } from '../kernel/form.ts'
import { isRecord } from '../kernel/json.ts'
import { readForm } from '../kernel/read-form.ts'
import type { AskedState } from './asked-seals.ts'
import { ASKED_FOR_MS, askedBinding, type RecallParts } from './recall.ts'

type Needs = Call & HasPrincipal & HasTool & HasUser & HasPrepared & HasRecalled

export interface Asking {
  readonly ask: AskPerson
  /** The question that the handler waits for, whatever it made of not being answered. */
  readonly pending: () => AskInForm | undefined
}

/** How often a person is shown the same form, when what came back did not fit it. */
const MOST_TRIES = 3

/** Lets one run of a handler ask the person behind its client. */
export function askPerson(call: Needs, parts: RecallParts): Asking {
  const { tool, recalled, canAsk, line } = call
  const answers = { ...recalled.answers }
  let asked = 0
  let pending: AskInForm | undefined

  const ask: AskPerson = async (message, form, name = `question_${asked + 1}`) => {
    asked += 1
    mayAsk(tool.facts.tier, form)
    const question = { name, message, form }
    const digest = digestOf({ message, form: formSchema(form) })
    const known = answers[name]
    if (known?.digest === digest) return restored(form, known.answer)
    if (!canAsk) return { kind: 'unavailable' }
    const { open } = recalled
    if (open?.name === name && open.digest === digest) {
      const answer = readAnswer(form, open.brought)
      if (answer) {
        answers[name] = { digest, answer }
        return answer
      }
    }
    if (line.put) return putNow(call, question, form)
    pending ??= new AskInForm(question, sealedState(call, parts, { name, digest }, answers))
    throw pending
  }
  return { ask, pending: () => pending }
}

/** Both are bugs of the tool's author, found at its first call. */
function mayAsk(tier: string, form: Form): void {
  if (tier !== 'read')
    throw new Error('Only a read may ask: a change could be half done when the question is put.')
  const fault = formFault(form)
  if (fault !== undefined) throw new Error(`This cannot be asked: ${fault}.`)
}

function sealedState(
  call: Needs,
  { seals, clock }: RecallParts,
  open: AskedState['open'],
  answers: AskedState['answers'],
): string {
  const id = randomBytes(16).toString('base64url')
  const state = { id, expiresAtMs: clock.now() + ASKED_FOR_MS, answers, open }
  return seals.seal(state, askedBinding(call))
}

/** Puts the question while the call waits, whose time stands still meanwhile. */
async function putNow<F extends Form>(
  { line, learnt }: Needs,
  question: FormQuestion,
  form: F,
): Promise<Asked<F>> {
  const goOn = learnt.holdDeadline?.()
  try {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const answer = readAnswer(form, await line.put?.(question))
      if (answer) return answer
    }
    return { kind: 'cancelled' }
  } catch {
    // Nobody answered in time, or the client cannot ask after all.
    return { kind: 'cancelled' }
  } finally {
    goOn?.()
  }
}

/** What a client brought back; `undefined` when it is no answer to this form. */
function readAnswer<F extends Form>(form: F, brought: unknown): Asked<F> | undefined {
  const action = isRecord(brought) ? brought['action'] : undefined
  if (action === 'decline') return { kind: 'declined' }
  if (action === 'cancel') return { kind: 'cancelled' }
  if (action !== 'accept' || !isRecord(brought)) return undefined
  const values = readForm(form, brought['content'])
  return values && { kind: 'answered', values }
}

/** An answer that we sealed ourselves. */
function restored<F extends Form>(form: F, answer: unknown): Asked<F> {
  const { kind, values } = isRecord(answer) ? answer : {}
  if (kind !== 'answered') return { kind: kind === 'declined' ? 'declined' : 'cancelled' }
  const read = readForm(form, values)
  return read ? { kind: 'answered', values: read } : { kind: 'cancelled' }
}
