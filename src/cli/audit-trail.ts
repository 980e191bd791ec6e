import { plainJson, plainText } from '../audit/plain-text.ts'
import { trailOf, type TrailLine } from '../audit/trail.ts'
import { counted } from './counted.ts'
import type { Invocation } from './command.ts'
import { readConfig } from './deployment.ts'
import { runNamed } from './run-named.ts'
import { painter, print } from './terminal.ts'
import { trailText } from './trail-text.ts'
import { UsageError } from './usage-error.ts'
import { withLedger } from './with-ledger.ts'

/** One conversation's story. */
export async function trail({ values, words, terminal }: Invocation): Promise<number> {
  const [name, ...more] = words
  if (name === undefined || more.length > 0)
    throw new UsageError('Say which conversation, as CLIENT/HANDLE or by its handle.')
  return withLedger(await readConfig(values), (ledger) => {
    const run = runNamed(name, ledger)
    const lines = trailOf(ledger.ofRun(run))
    if (values['json']) print(terminal, plainJson({ conversation: run, lines }, 2))
    else {
      const paint = painter(terminal.out)
      const head = `${paint('bold', plainText(run))} · ${sayCalls(lines)} · times in UTC`
      print(terminal, `${head}\n\n${trailText(lines, paint)}`)
    }
    return 0
  })
}

function sayCalls(lines: readonly TrailLine[]): string {
  const calls = new Set(lines.flatMap(({ call }) => (call === null ? [] : [call]))).size
  const doubt = lines.filter(({ mood }) => mood === 'doubt').length
  return `${counted(calls, 'call')}${doubt === 0 ? '' : `, ${doubt} in doubt`}`
}
