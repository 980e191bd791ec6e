import { nearest } from '../kernel/nearest.ts'
import { call, exportRows, trail } from './audit-read.ts'
import { printKey, verify } from './audit-verify.ts'
import { CONFIG_OPTION, JSON_OPTION, type Command, type Invocation } from './command.ts'
import { UsageError } from './usage-error.ts'

const ACTS: ReadonlyMap<string, (invocation: Invocation) => Promise<number>> = new Map([
  ['verify', verify],
  ['trail', trail],
  ['call', call],
  ['export', exportRows],
  ['key', printKey],
])

/** Reads the ledger. */
export const audit: Command = {
  name: 'audit',
  summary: 'verify the ledger, and read what it says',
  usage: [
    'audit verify [--checkpoints FILE] [--public-key FILE] [--json]',
    'audit trail CONVERSATION [--json]',
    'audit call CALL [--json]',
    'audit export [--jsonl] [--since SEQ]',
    'audit key',
  ],
  details: [
    'verify recomputes the hash chain and holds it to the signed checkpoints; it exits with 1 when',
    'something was changed, and says what it cannot see. The checkpoints of the second place',
    '(server.checkpoints) are used unless --checkpoints names others. trail tells one conversation in',
    'order, call everything about one call, refused ones too; export prints a JSON line for each row.',
    'key prints the public key that verifies checkpoints: keep it where this server cannot write.',
    'Nothing is written, and a running server is not disturbed.',
  ],
  options: {
    config: CONFIG_OPTION,
    checkpoints: { value: 'FILE', about: 'the second place, or a copy of it' },
    'public-key': { value: 'FILE', about: 'a key from "audit key", instead of the one here' },
    jsonl: { about: 'a JSON line for each row; the only format there is' },
    since: { value: 'SEQ', about: 'the first row to export' },
    json: JSON_OPTION,
  },
  examples: ['audit verify', 'audit trail voice/job-4711', 'audit call 7h2kq9zd'],
  takesWords: true,
  async run(invocation) {
    const [verb = '', ...words] = invocation.words
    const act = ACTS.get(verb)
    if (!act) throw new UsageError(sayVerbs(verb))
    return act({ ...invocation, words })
  },
}

function sayVerbs(verb: string): string {
  const likely = nearest(verb, ACTS.keys())
  if (likely !== undefined) return `There is no "audit ${verb}". Did you mean "audit ${likely}"?`
  return 'Say what to do: audit verify, trail, call, export or key.'
}
