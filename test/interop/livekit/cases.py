"""The cases, in the order of one phone call: each builds on the ones before it."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from livekit.agents import llm

import gemini_live
from rig import Rig, seconds_of
from whole_agent import speak_once


@dataclass
class Case:
    sentence: str
    run: Callable[[Rig], Awaitable[None]]
    # The server of the tools that never answer is there over HTTP only.
    over_http: bool


ALL: list[Case] = []

ADAS_CODE = "R-1842"
ADA = {"phone": "415 555 0132", "postcode": "94110"}

# LiveKit gives up after 5 s, and our deadline leaves the network a second.
LIVEKIT_SECONDS = 5.0

# How long its client waits for a process whose stdin it has closed.
LIVEKIT_GRACE_SECONDS = 2.0


def collect(into: list[Case]):
    """Makes the decorator by which a list of cases gets its next one."""

    def case(sentence: str, over_http: bool = False):
        def add(run: Callable[[Rig], Awaitable[None]]):
            into.append(Case(sentence, run, over_http))
            return run

        return add

    return case


case = collect(ALL)


@case("is set up well before LiveKit would give up")
async def _(rig: Rig) -> None:
    seconds = await seconds_of(rig.open())
    assert seconds < LIVEKIT_SECONDS - 1, f"took {seconds:.1f} s"


@case("sees exactly the tools of its client, in their order")
async def _(rig: Rig) -> None:
    names = [tool.info.name for tool in rig.toolset.tools]
    assert names == rig.tool_names, f"{names} are not {rig.tool_names}"
    assert "customers_search" not in names and len(names) > 0, names


@case("sees of every tool a description and a schema, and nothing that leaks to a provider")
async def _(rig: Rig) -> None:
    for tool in rig.toolset.tools:
        schema = tool.info.raw_schema
        assert schema.keys() == {"name", "description", "parameters"}, schema.keys()
        assert len(schema["description"]) > 50, schema
        assert schema["parameters"]["type"] == "object", schema
        for name, field in schema["parameters"]["properties"].items():
            assert field["type"] and field["description"], f"{tool.info.name}: {name}: {field}"


@case("is converted for OpenAI, Anthropic, Google and AWS, each tool with its whole schema")
async def _(rig: Rig) -> None:
    context = llm.ToolContext([rig.toolset])
    schemas = {tool.info.name: tool.info.raw_schema["parameters"] for tool in rig.toolset.tools}
    unwrapped = {
        "openai": lambda tool: (tool["function"]["name"], tool["function"]["parameters"]),
        "openai.responses": lambda tool: (tool["name"], tool["parameters"]),
        "anthropic": lambda tool: (tool["name"], tool["input_schema"]),
        "google": lambda tool: (tool["name"], tool["parameters_json_schema"]),
        "aws": lambda tool: (
            tool["toolSpec"]["name"],
            tool["toolSpec"]["inputSchema"]["json"],
        ),
    }
    for provider, unwrap in unwrapped.items():
        converted = dict(unwrap(tool) for tool in context.parse_function_tools(provider))
        assert converted == schemas, f"{provider}: {converted}"


@case("is converted for Gemini Live, and Google's own types take each tool with its whole schema")
async def _(rig: Rig) -> None:
    declarations = gemini_live.declared([rig.toolset])
    assert list(declarations) == rig.tool_names, list(declarations)
    for tool in rig.toolset.tools:
        declared, schema = declarations[tool.info.name], tool.info.raw_schema["parameters"]
        assert gemini_live.says_the_same(declared.parameters, schema), f"{declared}: {schema}"


@case("is converted for Gemini Live with every construct that was made portable")
async def _(rig: Rig) -> None:
    for schema in rig.schemas:
        declarations = gemini_live.declared([gemini_live.tool_with(schema["shown"])])
        parameters = declarations["probe"].parameters
        assert gemini_live.says_the_same(parameters, schema["shown"]), f"{schema}: {parameters}"


@case("would lose its call to the same constructs as their author wrote them")
async def _(rig: Rig) -> None:
    # The newer plugin drops what it does not know, so it ends fewer calls and tells its model less.
    fatal = {
        "a nullable text",
        "text or a number",
        "a literal number",
        "choices of numbers",
        "a row",
    }
    assert fatal <= rejected_by_gemini_live(rig), rejected_by_gemini_live(rig)


def rejected_by_gemini_live(rig: Rig) -> set[str]:
    rejected = set()
    for schema in rig.schemas:
        try:
            gemini_live.declared([gemini_live.tool_with(schema["original"])])
        except (TypeError, ValueError, KeyError):
            rejected.add(schema["what"])
    return rejected


@case("is told the open times of an evening")
async def _(rig: Rig) -> None:
    wish = {"date": rig.date, "party_size": 3, "meal": "dinner"}
    answer = await rig.call("reservations_check", wish)
    assert re.search(r"\d (PM|AM)|\d:\d\d", answer.said("Open for dinner", "3 guests")), answer.text


@case("may send numbers as text and nulls for what it leaves out, as models do")
async def _(rig: Rig) -> None:
    wish = {"date": rig.date, "party_size": "3", "meal": "dinner", "response_format": None}
    (await rig.call("reservations_check", wish)).said("3 guests")


@case("reads which argument was wrong, and what would be right")
async def _(rig: Rig) -> None:
    wish = {"date": rig.date, "party_size": "lots", "meal": "dinner"}
    (await rig.call("reservations_check", wish)).refused('party_size was "lots"', "whole number")


@case("is sent to customers_verify when it would cancel for a stranger")
async def _(rig: Rig) -> None:
    wish = {"code": ADAS_CODE}
    (await rig.call("reservations_cancel", wish)).refused("customers_verify")


@case("is not shown anybody's reservations before the caller is verified")
async def _(rig: Rig) -> None:
    answer = await rig.call("reservations_look_up", {})
    assert "R-" not in answer.refused("code"), answer.text


@case("is told what to read back before it books, and which code a yes is worth")
async def _(rig: Rig) -> None:
    answer = await rig.call("reservations_book", rig.booking())
    answer.refused("Read this back to the caller", "7:30 PM", "Lena Fischer", "confirmation_code")


@case("reads that a yes which nobody can have said yet does not count")
async def _(rig: Rig) -> None:
    asked = await rig.call("reservations_book", rig.booking())
    found = re.search(r"confirmation_code (\d+)", asked.refused("Read this back"))
    assert found, asked.text
    (await rig.call("reservations_book", rig.booking(confirmation_code=found[1]))).refused()


@case("books after a yes, and gets a code")
async def _(rig: Rig) -> None:
    answer = await rig.agreed("reservations_book", rig.booking(notes=None))
    found = re.search(r"R-\d{4,}", answer.said("7:30 PM", "3 guests"))
    assert found, answer.text
    rig.code = found[0]


@case("gets the same code, and is asked nothing, when it sends the same request again")
async def _(rig: Rig) -> None:
    again = rig.booking(notes=None, confirmation_code=rig.yes)
    (await rig.call("reservations_book", again)).said("Already done", rig.code)


@case("cannot cancel another's reservation with what it booked itself")
async def _(rig: Rig) -> None:
    wish = {"code": ADAS_CODE}
    (await rig.call("reservations_cancel", wish)).refused("No reservation of this caller")


@case("reads that wrong facts do not verify")
async def _(rig: Rig) -> None:
    answer = await rig.call("customers_verify", {**ADA, "postcode": "94199"})
    answer.refused("do not match")


@case("verifies with right facts")
async def _(rig: Rig) -> None:
    (await rig.call("customers_verify", ADA)).said("Ada Moreno is verified")


@case("looks up what is the caller's")
async def _(rig: Rig) -> None:
    (await rig.call("reservations_look_up", {})).said(ADAS_CODE, rig.code)


@case("changes the reservation after a yes")
async def _(rig: Rig) -> None:
    wish = {"code": rig.code, "time": "8 PM", "party_size": 4}
    answer = await rig.agreed("reservations_change", wish)
    answer.said(f"{rig.code} is now", "8 PM", "4 guests")


@case("cancels it after a yes, and a second time does no harm")
async def _(rig: Rig) -> None:
    wish = {"code": rig.code}
    (await rig.agreed("reservations_cancel", wish)).said(f"{rig.code}", "is cancelled")
    (await rig.call("reservations_cancel", wish)).refused("already cancelled")


@case("is answered in a sentence when it calls a tool that is hidden from it")
async def _(rig: Rig) -> None:
    session = rig.toolset._mcp_server._client
    result = await session.call_tool("customers_search", {"query": "Moreno", "kind": "name"})
    answer = result.model_dump(by_alias=True)
    assert answer["isError"] is True, answer
    (block,) = answer["content"]
    assert block["text"].startswith("There is no tool called customers_search."), block
    assert "Moreno" not in json.dumps(answer), answer


@case("shares no proof with another conversation")
async def _(rig: Rig) -> None:
    other = await rig.new_toolset("call-2").setup()
    try:
        wish = {"code": ADAS_CODE}
        answer = await rig.call("reservations_cancel", wish, other)
        answer.refused("not verified", "customers_verify")
    finally:
        await other.aclose()
    (await rig.call("reservations_look_up", {})).said(ADAS_CODE)


@case("reads a sentence of ours within 5 s when a tool never answers", over_http=True)
async def _(rig: Rig) -> None:
    answer = await rig.call("shop_wait", {}, rig.slow)
    answer.refused("taking too long", "try again")
    assert answer.seconds < LIVEKIT_SECONDS, f"took {answer.seconds:.1f} s"


@case("reads that a write which never answers is still worked on", over_http=True)
async def _(rig: Rig) -> None:
    answer = await rig.call("shop_order", {"item": "slow"}, rig.slow)
    answer.refused("still being worked on", "Send the same request again")
    assert answer.seconds < LIVEKIT_SECONDS, f"took {answer.seconds:.1f} s"


@case("keeps its tools after both", over_http=True)
async def _(rig: Rig) -> None:
    (await rig.call("shop_check", {"item": "mug", "count": 2}, rig.slow)).said("2 of mug")
    (await rig.call("shop_order", {"item": "mug"}, rig.slow)).said("Ordered mug")


@case("serves a whole agent session, whose model hears the tool's sentence as it is")
async def _(rig: Rig) -> None:
    wish = {"date": rig.date, "party_size": 2, "meal": "lunch"}
    outputs = await speak_once(rig.new_toolset("call-3"), "reservations_check", wish)
    assert len(outputs) == 1, outputs
    assert outputs[0].startswith("Open for lunch"), outputs


@case("lets go of the server before LiveKit would kill it")
async def _(rig: Rig) -> None:
    seconds = await seconds_of(rig.close())
    assert seconds < LIVEKIT_GRACE_SECONDS, f"took {seconds:.1f} s"
