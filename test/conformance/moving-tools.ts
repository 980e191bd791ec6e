import * as z from 'zod'

import { toolsFor } from '../../src/index.ts'
import type { FixtureServices } from './fixture-services.ts'
import { words } from './fixture-words.ts'

const tool = toolsFor<FixtureServices>()
const input = z.strictObject({})

const STEP_MS = 50

function pause({ clock }: FixtureServices): Promise<void> {
  return new Promise((resolve) => void clock.after(STEP_MS, resolve))
}

const progressing = tool({
  ...words('tool_with_progress'),
  input,
  handler: async (_input, services, context) => {
    context.progress({ step: 0, of: 100 }, 'Starting.')
    await pause(services)
    context.progress({ step: 50, of: 100 }, 'Half way.')
    await pause(services)
    context.progress({ step: 100, of: 100 }, 'Done.')
    return {}
  },
  concise: () => 'It went all the way.',
})

const changing = tool({
  ...words('trigger_tool_change'),
  input,
  handler: async (_input, { changeTools }) => {
    await changeTools()
    return {}
  },
  concise: () => 'The list may have changed.',
})

/** What goes on while a call is at work, or beside it. */
export const MOVING_TOOLS = [progressing, changing]
