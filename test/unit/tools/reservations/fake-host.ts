import {
  plainName,
  type Clock,
  type Conversation,
  type Grant,
  type ModuleHost,
} from '../../../../src/index.ts'
import { createSpeech } from '../../../../src/speech/speech.ts'
import { memoryAttempts } from '../../../support/memory-attempts.ts'
import { NOTHING_LENT } from '../../../support/nothing-lent.ts'

export function fakeHost(clock: Clock, dataDir: string): ModuleHost {
  return {
    clock,
    dataDir,
    randomInt: repeatableRandom(),
    speech: createSpeech('en'),
    attempts: memoryAttempts(clock),
    mailer: undefined,
    ...NOTHING_LENT,
  }
}

/** Numbers that look random and are the same in every run. */
export function repeatableRandom(): (below: number) => number {
  let state = 42
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state % below
  }
}

/** A conversation that holds `grants` and takes more. */
export function conversation(id: string, grants: readonly Grant[] = []): Conversation {
  const held = [...grants]
  return {
    id,
    grants: (kind) => held.filter((grant) => grant.kind === kind),
    give: (grant) => void held.push(grant),
    giveAlone: () => {
      throw new Error('No tool of reservations gives a grant of which there may be only one.')
    },
  }
}

export function customer(name: string, phone: string): Grant {
  return { kind: 'customer', subject: name, facts: { name, plainName: plainName(name), phone } }
}
