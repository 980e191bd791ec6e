"""A reservation agent on the phone. Its tools, and what it may do with them, come from Toolcrib.

Usage: python agent.py console
"""

import asyncio
import os
import sys

from livekit.agents import Agent, AgentServer, AgentSession, JobContext, cli, inference
from livekit.agents.llm.mcp import MCPServerHTTP, MCPToolset

TOOLCRIB_URL = os.environ.get("TOOLCRIB_URL", "http://127.0.0.1:8080/mcp?client=voice")

# Toolcrib answers a voice client within 4 s, whatever happens behind it. Giving up before that would put "An internal
# error occurred" in place of its answer, so LiveKit waits longer, by what a slow network may take.
ANSWERED_WITHIN_S = 8

# A check, a booking that is refused, another check, and the booking, with one to spare.
MOST_TOOL_STEPS = 5

GREETING = "Harbor Table, good day. How can I help you?"

INSTRUCTIONS = """\
You answer the phone of Harbor Table, a restaurant. You find tables, and you book, look up, change and cancel reservations.

How to speak:
- In one or two short sentences, and with one question at a time.
- As people do on the phone: without lists, symbols or abbreviations.
- Say "one moment" before you call a tool.

How to work:
- Ask for the day, the meal or time, and the number of guests before you look for a table. Never guess them.
- Only a tool knows what is free. Never offer or promise a table that no tool has named.
- When a tool asks you to read something back, say it to the caller and wait for their yes. \
Only then call it again as before, with the confirmation_code that it named.
- When a tool refuses, its sentence says what to do next. Do that, or say it in your own words.
- When a tool says that something may still go through, look it up before you try it again.
- When a tool says to hand over, tell the caller that a colleague will call back, and stop trying.
"""


def plain_text(ctx):
    return ctx.result.content[0].text  # LiveKit's own resolver gives the model a JSON dump of this block


def toolcrib(conversation: str) -> MCPToolset:
    """The tools for one conversation. What a caller has proved in it, such as who they are, holds in it alone."""
    headers = {"Toolcrib-Conversation": conversation}
    if key := os.environ.get("TOOLCRIB_KEY"):
        headers["Authorization"] = f"Bearer {key}"
    return MCPToolset(
        id="toolcrib",
        mcp_server=MCPServerHTTP(
            url=TOOLCRIB_URL,
            headers=headers,
            client_session_timeout_seconds=ANSWERED_WITHIN_S,
            tool_result_resolver=plain_text,
        ),
    )


class ReservationAgent(Agent):
    def __init__(self, tools: MCPToolset) -> None:
        super().__init__(instructions=INSTRUCTIONS, tools=[tools])

    async def on_enter(self) -> None:
        # Fixed words need no model, so the caller hears them at once.
        await self.session.say(GREETING)


server = AgentServer()


@server.rtc_session()
async def answer_the_phone(ctx: JobContext) -> None:
    # Not the room's name: it is empty before the agent has joined, and the next caller may get the same room.
    tools = toolcrib(ctx.job.id)
    # LiveKit only logs a toolset that fails, and talks to the caller without it. Here the job ends instead.
    await tools.setup()
    session = AgentSession(
        stt=inference.STT("deepgram/nova-3"),
        llm=inference.LLM("openai/gpt-4.1-mini"),
        tts=inference.TTS("cartesia/sonic-3"),
        max_tool_steps=MOST_TOOL_STEPS,
    )
    await session.start(agent=ReservationAgent(tools), room=ctx.room)


async def tool_names() -> list[str]:
    tools = toolcrib("before the first call")
    try:
        await tools.setup()
        return [tool.info.name for tool in tools.tools]
    finally:
        await tools.aclose()


def check_before_start() -> None:
    """Ends with a sentence now, rather than in the middle of the first call."""
    try:
        names = asyncio.run(tool_names())
    except Exception as error:
        why = innermost(error)
        sys.exit(f"No tools from {TOOLCRIB_URL} ({why}). Is Toolcrib running? `npm start` serves it.")
    print(f"{len(names)} tools from Toolcrib: {', '.join(names)}")
    missing = [name for name in ("LIVEKIT_API_KEY", "LIVEKIT_API_SECRET") if not os.environ.get(name)]
    if missing:
        sys.exit(f"{' and '.join(missing)} must be set: the models run on LiveKit Inference.")


def innermost(error: BaseException) -> BaseException:
    """The MCP client wraps what went wrong in groups, whose own texts say nothing."""
    inner = getattr(error, "exceptions", ())
    return innermost(inner[0]) if inner else error


if __name__ == "__main__":
    if {"console", "dev", "start"} & set(sys.argv[1:]) and "--help" not in sys.argv:
        check_before_start()
    cli.run_app(server)
