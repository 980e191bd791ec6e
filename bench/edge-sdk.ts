import { NodeStreamableHTTPServerTransport, toNodeHandler } from '@modelcontextprotocol/node'
import {
  createMcpHandler,
  isInitializeRequest,
  McpServer,
  Server,
  type ListToolsResult,
} from '@modelcontextprotocol/server'
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'

import { ECHO, ECHO_NAME, sourceTool } from './edge-tools.ts'

/**
 * The SDK alone. `recipe`: as its documentation shows it, with zod schemas and a server per request. `best`: its
 * low-level server, which checks nothing and has its list ready; over HTTP one per session for clients of 2025.
 */
const [way = '', transport = '', listFile = ''] = process.argv.slice(2)

const INFO = { name: 'edge', version: '1.0.0' }
const TOOLS = 50

type Handler = (request: IncomingMessage, response: ServerResponse, body?: unknown) => Promise<void>

if (transport === 'stdio') await overStdio()
else listen(way === 'recipe' ? onNode(createMcpHandler(recipe)) : best())

async function overStdio(): Promise<void> {
  if (way === 'recipe') serveStdio(recipe)
  // Without `serveStdio`, which looks at the era of each message; the bench speaks one.
  else await lowLevelServer()().connect(new StdioServerTransport())
}

function recipe(): McpServer {
  const server = new McpServer(INFO)
  server.registerTool(
    ECHO_NAME,
    { description: 'Echo the text', inputSchema: ECHO },
    ({ text }) => ({ content: [{ type: 'text', text }] }),
  )
  for (let at = 0; at < TOOLS; at++) {
    const { name, title, description, input } = sourceTool(at)
    server.registerTool(`edge_${name}`, { title, description, inputSchema: input }, () => ({
      content: [],
    }))
  }
  return server
}

/** What makes the SDK's low-level server, with the list ready. */
function lowLevelServer(): () => Server {
  const list = JSON.parse(readFileSync(listFile, 'utf8')) as ListToolsResult
  return () => {
    const server = new Server(INFO, { capabilities: { tools: {} } })
    server.setRequestHandler('tools/list', () => list)
    server.setRequestHandler('tools/call', ({ params }) => ({
      content: [{ type: 'text', text: String(params.arguments?.['text']) }],
    }))
    return server
  }
}

function best(): Handler {
  const lowLevel = lowLevelServer()
  const modern = onNode(createMcpHandler(lowLevel, { legacy: 'reject' }))
  const sessions = new Map<string, NodeStreamableHTTPServerTransport>()
  return async (request, response) => {
    const body: unknown = await json(request)
    const open = sessions.get(String(request.headers['mcp-session-id']))
    if (open) return open.handleRequest(request, response, body)
    if (!isInitializeRequest(body)) return modern(request, response, body)
    const session: NodeStreamableHTTPServerTransport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      enableJsonResponse: true,
      onsessioninitialized: (id) => void sessions.set(id, session),
    })
    await lowLevel().connect(session)
    return session.handleRequest(request, response, body)
  }
}

function onNode(handler: Parameters<typeof toNodeHandler>[0]): Handler {
  return toNodeHandler(handler) as Handler
}

function listen(handler: Handler): void {
  const server = createServer((request, response) => void handler(request, response))
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.stdout.write(
      `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/mcp\n`,
    )
  })
}
