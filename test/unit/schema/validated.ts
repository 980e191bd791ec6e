import type { InputSchema } from '../../../src/kernel/input.ts'
import type { MountedTool } from '../../../src/kernel/module.ts'
import { validate } from '../../../src/policy/validate.ts'
import { GOOD, moduleOf, tool as defined } from '../../support/bad-module.ts'
import { mounted } from '../../support/fake-tools.ts'

/** A mounted tool with this input. */
export async function toolWith(input: InputSchema): Promise<MountedTool> {
  const made = defined({ ...GOOD, name: 'check', input, examples: [{}] })
  const [tool] = await mounted([moduleOf('shop', made)])
  if (!tool) throw new Error('There is no tool.')
  return tool
}

/** What the step of `tools/call` that checks arguments makes of them: the handler's input, or the refusal. */
export function validated(
  tool: MountedTool,
  rawArguments: unknown,
): { input: unknown } | { refused: string } {
  const principal = { client: { profile: 'voice' } }
  const result = validate({ tool, principal, rawArguments } as unknown as Parameters<
    typeof validate
  >[0])
  return result instanceof Error ? { refused: result.message } : { input: result.prepared.input }
}
