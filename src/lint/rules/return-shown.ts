import type { ToolRule } from '../rule.ts'

export const returnShown: ToolRule = {
  id: 'return-shown',
  on: 'tool',
  level: 'error',
  title: 'A tool shows how it answers: by an example of a read, or by samples.',
  why: 'Nobody can judge an answer that was never made. Reads are run with their examples; a write is never run by the linter, so it gives sample values.',
  bad: { tool: { concise: '' } },
  good: { tool: { concise: 'Dune by Frank Herbert is on shelf twelve.' } },
  check({ name }, { replies }) {
    if (!replies) return []
    const own = replies.get(name) ?? []
    const faults = own
      .filter(({ kind }) => kind === 'fault')
      .map(({ to, concise }) => `It failed on ${to}: ${concise}`)
    const empty = own
      .filter(({ concise, detailed }) => concise.trim() === '' || detailed?.trim() === '')
      .map(({ to }) => `Its answer to ${to} is empty.`)
    const isShown = own.some(({ kind }) => kind === 'value') || faults.length > 0
    return [
      ...faults,
      ...empty,
      ...(isShown
        ? []
        : [
            'No example led to an answer, and it has no samples. Give "samples": values as its handler returns them.',
          ]),
    ]
  },
}
