"""What the cases work with: toolsets made by the code that `toolcrib connect livekit` printed."""

import asyncio
import importlib.util
import inspect
import json
import os
import re
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from livekit.agents import llm
from livekit.agents.llm.mcp import MCPToolset

# What LiveKit tells the model when it could not make sense of what the server did.
LIVEKIT_GAVE_UP = ("An internal error occurred", "Tool invocation failed", "timed out", "Timed out")

# A yes that comes sooner than 2 s after the question is not taken for a person's.
PERSON_THINKS_SECONDS = 2.2


@dataclass
class Answer:
    """What the model reads after a call, and how long it waited for it."""

    text: str
    is_error: bool
    seconds: float

    def refused(self, *parts: str) -> str:
        """The sentence of a refusal, which must be ours, speakable, and hold all of `parts`."""
        assert self.is_error, f"was not refused: {self.text!r}"
        return self._sentence(parts)

    def said(self, *parts: str) -> str:
        """The sentence of a success, likewise."""
        assert not self.is_error, f"was refused: {self.text!r}"
        return self._sentence(parts)

    def _sentence(self, parts: tuple[str, ...]) -> str:
        for cry in LIVEKIT_GAVE_UP:
            assert cry not in self.text, f"these are not our words: {self.text!r}"
        assert self.text[:1] not in "{[", f"is not plain text: {self.text!r}"
        assert self.text.endswith((".", "?")), f"is not a sentence: {self.text!r}"
        for part in parts:
            assert part in self.text, f"{part!r} is not in {self.text!r}"
        return self.text


class Rig:
    def __init__(self, plan: dict) -> None:
        self.label: str = plan["label"]
        self.tool_names: list[str] = plan["toolNames"]
        self.date: str = plan["date"]
        # What the shipped tools do not use: inputs as written, and as they are shown.
        self.schemas: list[dict] = plan["schemas"]
        self._printed = load(plan["toolset"])
        self._printed_slow = load(plan["slowToolset"]) if "slowToolset" in plan else None
        # Where the mail server writes what it is handed, one JSON line for each mail.
        self._mailbox: str | None = plan.get("mailbox")
        # How an operator decides: on the command line, in another process.
        self._operator: dict | None = plan.get("operator")
        # There once they are opened; `slow` over HTTP only.
        self.toolset: MCPToolset
        self.slow: MCPToolset | None = None
        # The code of the booking that the cases make, or the id of their message.
        self.code = ""

    async def open(self) -> None:
        self.toolset = await self.new_toolset("call-1").setup()
        if self._printed_slow:
            self.slow = await self._printed_slow.toolcrib("call-1").setup()

    async def close(self) -> None:
        await self.toolset.aclose()
        if self.slow:
            await self.slow.aclose()

    def new_toolset(self, conversation: str) -> MCPToolset:
        """A toolset that is not set up yet. Over stdio its process is its conversation."""
        make = self._printed.toolcrib
        return make(conversation) if inspect.signature(make).parameters else make()

    def mails(self) -> list[dict]:
        """Every mail that has left so far, whoever it was for."""
        assert self._mailbox, "this plan has no mailbox"
        lines = Path(self._mailbox).read_text().splitlines()
        return [event for event in map(json.loads, lines) if event["event"] == "mail"]

    async def operator(self, *words: str) -> str:
        """What `toolcrib approvals` prints for the operator."""
        assert self._operator, "this plan has no operator"
        command = [*self._operator["command"], *words]
        env = {**os.environ, **self._operator["env"]}
        child = await asyncio.create_subprocess_exec(
            *command, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        out, err = await child.communicate()
        assert child.returncode == 0, f"{words} ended with {child.returncode}: {err.decode()}"
        return out.decode()

    async def call(self, name: str, arguments: dict, toolset: MCPToolset | None = None) -> Answer:
        """Has LiveKit carry out a call as the model wrote it: a name, and a JSON text."""
        wanted = llm.FunctionToolCall(name=name, arguments=json.dumps(arguments), call_id="call")
        started = time.monotonic()
        done = await llm.execute_function_call(wanted, llm.ToolContext([toolset or self.toolset]))
        seconds = time.monotonic() - started
        return Answer(done.fnc_call_out.output, done.fnc_call_out.is_error, seconds)

    async def agreed(self, name: str, arguments: dict) -> Answer:
        """Calls, has the caller say yes to what the answer asks, and calls again with the answer's code."""
        asked = await self.call(name, arguments)
        found = re.search(r"confirmation_code (\d+)", asked.refused("Read this back"))
        assert found, asked.text
        self.yes = found[1]
        await asyncio.sleep(PERSON_THINKS_SECONDS)
        return await self.call(name, {**arguments, "confirmation_code": found[1]})

    def booking(self, **changes: object) -> dict:
        return {
            "date": self.date,
            "time": "19:30",
            "party_size": 3,
            "name": "Lena Fischer",
            "phone": "+1 415 555 0119",
            **changes,
        }


async def seconds_of(work: Awaitable[object]) -> float:
    started = time.monotonic()
    await work
    return time.monotonic() - started


def load(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
