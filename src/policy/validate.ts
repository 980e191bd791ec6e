import type { Call, HasPrepared, HasPrincipal, HasTool } from '../kernel/call.ts'
import { refuse, type ToolError } from '../kernel/error.ts'
import { isRecord } from '../kernel/json.ts'
import type { Issue } from '../kernel/input.ts'
import type { MountedCall, MountedTool } from '../kernel/module.ts'
import { PROFILES } from '../kernel/profile.ts'
import { FORMATS, type Format } from '../kernel/reply.ts'
import { choose, chooseRead } from './choose.ts'
import { coerce } from './coerce.ts'
import { explainIssues } from './explain-issues.ts'

/** Learns the checked arguments: coerced leniently, then checked strictly. */
export function validate({
  tool,
  principal,
  rawArguments,
}: Call & HasPrincipal & HasTool): HasPrepared | ToolError {
  const { format, rest } = takeFormat(coerce(rawArguments, tool.inputSchema, choose), tool)
  if (format === 'invalid')
    return refuse('invalid_input', 'response_format must be concise or detailed.')
  const asked = format ?? PROFILES[principal.client.profile].defaultFormat
  const first = tool.prepare(rest)
  if ('execute' in first) return { prepared: first, format: asked, code: undefined }
  const second = prepareAsRead(rawArguments, tool)
  if ('execute' in second) return { prepared: second, format: asked, code: undefined }
  const [example = {}] = tool.examples
  return refuse(
    'invalid_input',
    explainIssues(first, { schema: tool.inputSchema, input: rest, example }),
  )
}

/** The second try: where a field takes text or a number, a text that the tool refuses may have been meant as a number. */
function prepareAsRead(rawArguments: unknown, tool: MountedTool): MountedCall | readonly Issue[] {
  const { rest } = takeFormat(coerce(rawArguments, tool.inputSchema, chooseRead), tool)
  return tool.prepare(rest)
}

/** `response_format` is the server's own field: the tool never sees it. */
function takeFormat(
  input: unknown,
  { facts }: MountedTool,
): { format: Format | 'invalid' | undefined; rest: unknown } {
  if (!facts.hasDetailed || !isRecord(input)) return { format: undefined, rest: input }
  const { response_format: asked, ...rest } = input
  if (asked === undefined || asked === null) return { format: undefined, rest }
  return { format: FORMATS.find((format) => format === asked) ?? 'invalid', rest }
}
