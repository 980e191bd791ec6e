import { withDefaults } from '../config/rule-examples.ts'
import { isRecord, type Fields } from '../kernel/json.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import { choose, chooseRead } from '../policy/choose.ts'
import { coerce } from '../policy/coerce.ts'
import { explainIssues } from '../policy/explain-issues.ts'
import { UsageError } from './usage-error.ts'

/** Arguments as a call would have them checked, while no tool is opened. Throws `UsageError` for what it would refuse. */
export function checkedArguments(tool: DeclaredTool, raw: Fields): Fields {
  const { name, inputSchema: schema, examples } = tool
  const readings = [choose, chooseRead].map((pick) => coerce(raw, schema, pick))
  const valid = readings.find((input) => tool.issuesIn(input).length === 0)
  if (isRecord(valid)) return withDefaults(valid, schema)
  const [input] = readings
  const [example = {}] = examples
  const why = explainIssues(tool.issuesIn(input), { schema, input, example })
  throw new UsageError(`${name} would refuse these arguments. ${why}`)
}
