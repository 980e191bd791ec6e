import type { Snippet } from './connect-target.ts'

/** What belongs into claude_desktop_config.json. */
export const claudeSnippet: Snippet = ({ command: [command, ...args] }) =>
  JSON.stringify({ mcpServers: { toolcrib: { command, args } } }, undefined, 2)
