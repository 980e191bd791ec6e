"""One turn of a whole LiveKit agent session. Only the model is ours: it calls one tool, then repeats the answer."""

import json

from livekit.agents import Agent, AgentSession, llm
from livekit.agents.llm.mcp import MCPToolset
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS


class Parrot(llm.LLM):
    def __init__(self, name: str, arguments: dict) -> None:
        super().__init__()
        self.wanted = llm.FunctionToolCall(
            name=name, arguments=json.dumps(arguments), call_id="call"
        )

    def chat(self, *, chat_ctx, tools=None, conn_options=DEFAULT_API_CONNECT_OPTIONS, **_):
        return ParrotStream(self, chat_ctx=chat_ctx, tools=tools or [], conn_options=conn_options)


class ParrotStream(llm.LLMStream):
    async def _run(self) -> None:
        last = self._chat_ctx.items[-1]
        said = last.type == "function_call_output"
        delta = llm.ChoiceDelta(
            role="assistant",
            content=last.output if said else None,
            tool_calls=[] if said else [self._llm.wanted],
        )
        self._event_ch.send_nowait(llm.ChatChunk(id="chunk", delta=delta))


async def speak_once(toolset: MCPToolset, name: str, arguments: dict) -> list[str]:
    """What the session's tools answered while it said one thing to its caller."""
    async with AgentSession(llm=Parrot(name, arguments)) as session:
        await session.start(Agent(instructions="Repeat.", tools=[toolset]))
        result = await session.run(user_input="Is there a table?")
        outputs = [e.item for e in result.events if e.item.type == "function_call_output"]
        assert not any(output.is_error for output in outputs), outputs
        return [output.output for output in outputs]
