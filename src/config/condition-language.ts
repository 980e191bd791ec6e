import { Environment, type ParseResult } from '@marcbachmann/cel-js'

const base = new Environment({
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 200, maxDepth: 24, maxListElements: 100, maxMapEntries: 20 },
}).registerOperator('int == double', (whole: bigint, other: number) => Number(whole) === other)

// JSON has one kind of number, and whoever writes "amount * 1.2" means what it says.
for (const [left, right] of [
  ['int', 'double'],
  ['double', 'int'],
] as const) {
  const arithmetic = (sign: string, of: (a: number, b: number) => number): unknown =>
    base.registerOperator(`${left} ${sign} ${right}: double`, (a: number | bigint, b) =>
      of(Number(a), Number(b)),
    )
  arithmetic('+', (a, b) => a + b)
  arithmetic('-', (a, b) => a - b)
  arithmetic('*', (a, b) => a * b)
  arithmetic('/', (a, b) => a / b)
}

/** Parses a condition over arguments of these CEL types. Throws the library's errors. */
export function readCondition(when: string, types: Readonly<Record<string, string>>): ParseResult {
  return base
    .clone()
    .registerType('Arguments', { fields: { ...types } })
    .registerVariable('arguments', 'Arguments')
    .registerVariable('resolved', 'map<string, dyn>')
    .registerVariable('now', 'google.protobuf.Timestamp')
    .parse(when)
}
