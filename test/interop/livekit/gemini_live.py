"""Converts tools for Gemini Live, as LiveKit does when it opens a session, up to Google's own types."""

from google.genai import types
from livekit.agents import llm
from livekit.plugins.google.utils import create_tools_config


def declared(tools: list) -> dict[str, types.FunctionDeclaration]:
    """The declarations that the session would be opened with. Raises what would have ended the call."""
    context = llm.ToolContext(tools)
    config, _ = create_tools_config(context, use_parameters_json_schema=False)
    types.LiveConnectConfig(tools=config)
    return {each.name: each for tool in config for each in tool.function_declarations}


def tool_with(parameters: dict) -> llm.RawFunctionTool:
    """A tool that is there for its schema only."""

    async def probe(raw_arguments: dict[str, object]) -> str:
        raise AssertionError("nobody calls this")

    schema = {"name": "probe", "description": "Probe.", "parameters": parameters}
    return llm.function_tool(probe, raw_schema=schema)


def says_the_same(field: types.Schema | None, schema: dict) -> bool:
    """Whether nothing of a portable schema was lost: it has no keyword that Gemini does not know."""
    if field is None:
        # How a tool without arguments is declared.
        return schema.get("properties") == {}
    said = {
        "type": field.type.value.lower() if field.type else None,
        "description": field.description,
        "enum": field.enum,
        "required": field.required,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "minLength": field.min_length,
        "maxLength": field.max_length,
        "minItems": field.min_items,
        "maxItems": field.max_items,
        "pattern": field.pattern,
    }
    plain = {word: schema[word] for word in schema if word not in ("properties", "items")}
    inner = schema.get("properties", {})
    return (
        {word: value for word, value in said.items() if value is not None} == plain
        and (field.properties or {}).keys() == inner.keys()
        and all(says_the_same(field.properties[name], inner[name]) for name in inner)
        and ("items" not in schema or says_the_same(field.items, schema["items"]))
    )
