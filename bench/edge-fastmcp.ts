import { FastMCP } from 'fastmcp'

import { ECHO, ECHO_NAME, sourceTool } from './edge-tools.ts'

/** `fastmcp` over stdio, or over HTTP in the way that is fastest for it: sessions, and answers as plain JSON. */
const [transport = '', port = ''] = process.argv.slice(2)
const nothing = (): void => {}
const server = new FastMCP({
  name: 'edge',
  version: '1.0.0',
  logger: { debug: nothing, error: nothing, info: nothing, log: nothing, warn: nothing },
})
server.addTool({
  name: ECHO_NAME,
  description: 'Echo the text',
  parameters: ECHO,
  execute: async ({ text }) => text,
})
for (let at = 0; at < 50; at++) {
  const { name, description, input } = sourceTool(at)
  server.addTool({
    name: `edge_${name}`,
    description,
    parameters: input,
    execute: async () => '',
  })
}
if (transport === 'stdio') await server.start({ transportType: 'stdio' })
else {
  await server.start({
    transportType: 'httpStream',
    httpStream: {
      port: Number(port),
      host: '127.0.0.1',
      endpoint: '/mcp',
      enableJsonResponse: true,
    },
  })
  process.stdout.write(`http://127.0.0.1:${port}/mcp\n`)
}
