import { cli, defineAgent, inference, llm, ServerOptions, voice } from '@livekit/agents'
import process from 'node:process'

import { toolcribToolset } from './toolcrib-toolset.ts'

const TOOLCRIB_URL = process.env['TOOLCRIB_URL'] ?? 'http://127.0.0.1:8080/mcp?client=voice'

/** A check, a booking that is refused, another check, and the booking, with one to spare. */
const MOST_TOOL_STEPS = 5

const GREETING = 'Harbor Table, good day. How can I help you?'

const INSTRUCTIONS = `\
You answer the phone of Harbor Table, a restaurant. You find tables, and you book, look up, change and cancel reservations.

How to speak:
- In one or two short sentences, and with one question at a time.
- As people do on the phone: without lists, symbols or abbreviations.
- Say "one moment" before you call a tool.

How to work:
- Ask for the day, the meal or time, and the number of guests before you look for a table. Never guess them.
- Only a tool knows what is free. Never offer or promise a table that no tool has named.
- When a tool asks you to read something back, say it to the caller and wait for their yes. Only then call it again as before, with the confirmation_code that it named.
- When a tool refuses, its sentence says what to do next. Do that, or say it in your own words.
- When a tool says that something may still go through, look it up before you try it again.
- When a tool says to hand over, tell the caller that a colleague will call back, and stop trying.
`

const toolcrib = (conversation: string) =>
  toolcribToolset({ url: TOOLCRIB_URL, conversation, key: process.env['TOOLCRIB_KEY'] })

export class ReservationAgent extends voice.Agent {
  constructor(tools: llm.Toolset) {
    super({ instructions: INSTRUCTIONS, tools: [tools] })
  }

  override async onEnter(): Promise<void> {
    // Fixed words need no model, so the caller hears them at once.
    this.session.say(GREETING)
  }
}

export default defineAgent({
  entry: async (ctx) => {
    // Not the room's name: the next caller may get the same room.
    const tools = await toolcrib(ctx.job.id)
    const session = new voice.AgentSession({
      stt: new inference.STT({ model: 'deepgram/nova-3' }),
      llm: new inference.LLM({ model: 'openai/gpt-4.1-mini' }),
      tts: new inference.TTS({ model: 'cartesia/sonic-3' }),
      maxToolSteps: MOST_TOOL_STEPS,
    })
    await session.start({ agent: new ReservationAgent(tools), room: ctx.room })
    await ctx.connect()
  },
})

/** Ends with a sentence now, rather than in the middle of the first call. */
async function checkBeforeStart(): Promise<void> {
  const toolset = await toolcrib('before the first call').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    return stop(
      `No tools from ${TOOLCRIB_URL} (${why}). Is Toolcrib running? \`npm start\` serves it.`,
    )
  })
  const names = toolset.tools.map(({ id }) => id)
  await toolset.aclose()
  console.log(`${names.length} tools from Toolcrib: ${names.join(', ')}`)
  const missing = ['LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'].filter((name) => !process.env[name])
  if (missing.length > 0)
    stop(`${missing.join(' and ')} must be set: the models run on LiveKit Inference.`)
}

function stop(why: string): never {
  console.error(why)
  process.exit(1)
}

// LiveKit also imports this file, into the process of each call.
if (process.argv[1] === import.meta.filename) {
  if (['dev', 'start', 'console'].some((command) => process.argv.includes(command)))
    await checkBeforeStart()
  cli.runApp(new ServerOptions({ agent: import.meta.filename }))
}
