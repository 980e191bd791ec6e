import type { Attempts, Clock, Conversation, Grant, ModuleHost } from '../../../../src/index.ts'
import { createSpeech } from '../../../../src/speech/speech.ts'

export function fakeHost(clock: Clock, dataDir: string): ModuleHost {
  return {
    clock,
    dataDir,
    randomInt: repeatableRandom(),
    speech: createSpeech('en'),
    attempts: attemptsIn(clock),
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
  }
}

export function customer(name: string, phone: string): Grant {
  return { kind: 'customer', subject: name, facts: { name, phone } }
}

function attemptsIn(clock: Clock): Attempts {
  const made: { readonly key: string; readonly atMs: number }[] = []
  return {
    // Asynchronous like a remote store, so that guesses sent at once do interleave.
    count: async (key, windowMs) =>
      made.filter((one) => one.key === key && one.atMs > clock.now() - windowMs).length,
    record: async (key) => void made.push({ key, atMs: clock.now() }),
  }
}
