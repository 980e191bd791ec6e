import type { Call, HasPrepared, HasPrincipal, HasTool } from '../kernel/call.ts'
import { refuse, type ToolError } from '../kernel/error.ts'
import type { Issue } from '../kernel/input.ts'
import type { MountedCall, MountedTool } from '../kernel/module.ts'
import { PROFILES } from '../kernel/profile.ts'
import { choose, chooseRead } from './choose.ts'
import { coerce } from './coerce.ts'
import { explainIssues } from './explain-issues.ts'
import { takeServerFields } from './server-fields.ts'

/** Learns the checked arguments: coerced leniently, then checked strictly. */
export function validate({
  tool,
  principal,
  rawArguments,
}: Call & HasPrincipal & HasTool): HasPrepared | ToolError {
  const { rest, format, code, idempotencyKey } = takeServerFields(
    coerce(rawArguments, tool.inputSchema, choose),
    tool,
  )
  if (format === 'invalid')
    return refuse('invalid_input', 'response_format must be concise or detailed.')
  const found = {
    format: format ?? PROFILES[principal.client.profile].defaultFormat,
    code,
    keyAsked: idempotencyKey,
  }
  const first = tool.prepare(rest)
  if ('execute' in first) return { prepared: first, ...found }
  const second = prepareAsRead(rawArguments, tool)
  if ('execute' in second) return { prepared: second, ...found }
  const [example = {}] = tool.examples
  return refuse(
    'invalid_input',
    explainIssues(first, { schema: tool.inputSchema, input: rest, example }),
  )
}

/** The second try: where a field takes text or a number, a text that the tool refuses may have been meant as a number. */
function prepareAsRead(rawArguments: unknown, tool: MountedTool): MountedCall | readonly Issue[] {
  const { rest } = takeServerFields(coerce(rawArguments, tool.inputSchema, chooseRead), tool)
  return tool.prepare(rest)
}
