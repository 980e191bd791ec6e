import type { ConnectTarget, Snippet } from './connect-target.ts'

/** A Python module for LiveKit Agents, in use as `Agent(tools=[toolcrib(ctx.job.id)])`. */
export const liveKitSnippet: Snippet = (target) => {
  const { url, keyed, client } = target
  return `# The tools of "${client}" for a LiveKit agent. Needs: pip install "livekit-agents[mcp]"
${keyed && url !== undefined ? 'import os\n\n' : ''}from livekit.agents.llm.mcp import ${url === undefined ? 'MCPServerStdio' : 'MCPServerHTTP'}, MCPToolset


def plain_text(ctx):
    return ctx.result.content[0].text  # LiveKit's own resolver gives the model a JSON dump of this block


${url === undefined ? overStdio(target) : overHttp(target, url)}`
}

function overHttp({ keyed }: ConnectTarget, url: string): string {
  const key = `
                "Authorization": f"Bearer {os.environ['TOOLCRIB_KEY']}",`
  return `def toolcrib(conversation: str) -> MCPToolset:
    """The tools for one conversation: Agent(tools=[toolcrib(ctx.job.id)], ...)"""
    return MCPToolset(
        id="toolcrib",
        mcp_server=MCPServerHTTP(
            url=${quoted(url)},
            headers={
                "Toolcrib-Conversation": conversation,${keyed ? key : ''}
            },
            tool_result_resolver=plain_text,
        ),
    )`
}

function overStdio({ command: [program, ...args] }: ConnectTarget): string {
  return `def toolcrib() -> MCPToolset:
    """The tools for one conversation, in a process of its own: Agent(tools=[toolcrib()], ...)"""
    return MCPToolset(
        id="toolcrib",
        mcp_server=MCPServerStdio(
            command=${quoted(program)},
            args=[
${args.map((arg) => `                ${quoted(arg)},`).join('\n')}
            ],
            tool_result_resolver=plain_text,
        ),
    )`
}

/** A JSON string is a Python string, too. */
function quoted(text: string): string {
  return JSON.stringify(text)
}
