import { join } from 'node:path'

import type { McpbManifestAny } from '@anthropic-ai/mcpb'

import packageJson from '../../package.json' with { type: 'json' }
import { declaredTools, readConfig } from '../../src/cli/deployment.ts'
import { clientsOf } from '../../src/config/clients.ts'
import { maySee } from '../../src/kernel/access.ts'

/** The client of the demo deployment that Claude is, unless a person names another. */
const CLIENT = 'desk'

const ENTRY = 'dist/src/claude-desktop.js'

/** Each field as an option of its own, so that one left empty takes nothing else with it. */
const ARGS = [
  `\${__dirname}/${ENTRY}`,
  '--client=${user_config.client}',
  '--config=${user_config.config_file}',
  '--data-dir=${user_config.data_folder}',
  '--toolset=${user_config.toolset}',
]

/** What Claude Desktop reads before it installs and starts the bundle. */
export async function manifest(): Promise<McpbManifestAny> {
  const { name, version, description, license, keywords, engines } = packageJson
  return {
    manifest_version: '0.4',
    name,
    display_name: 'Toolcrib',
    version,
    description,
    long_description:
      'Serves the tools of a Toolcrib deployment on this computer. Without a configuration of your own it serves the demo: a made-up restaurant with its reservations and its guests.',
    author: { name: 'The Toolcrib authors' },
    keywords,
    license,
    server: {
      type: 'node',
      entry_point: ENTRY,
      mcp_config: {
        command: 'node',
        args: ARGS,
        // On macOS Claude Desktop runs "node" within itself, where SQLite cannot be loaded; start.sh says more.
        platform_overrides: {
          darwin: { command: '/bin/sh', args: ['${__dirname}/start.sh', ...ARGS] },
        },
      },
    },
    tools: await demoTools(),
    // Another configuration or another client brings others.
    tools_generated: true,
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: engines.node } },
    user_config: FIELDS,
  }
}

/** No default holds a path: Claude Desktop does not fill in ${HOME} there, and would pass it on as it is. */
const FIELDS: McpbManifestAny['user_config'] = {
  config_file: {
    type: 'file',
    title: 'Configuration',
    description: 'The deployment, a YAML file. Leave it empty to serve the demo.',
    required: false,
  },
  client: {
    type: 'string',
    title: 'Client',
    description: 'Which client of the deployment Claude is. It decides which tools there are.',
    default: CLIENT,
    required: false,
  },
  toolset: {
    type: 'string',
    title: 'Toolset',
    description: "Offer only the tools of this set. Leave it empty for all of the client's tools.",
    required: false,
  },
  data_folder: {
    type: 'directory',
    title: 'Data folder',
    description:
      'Where the databases are kept. Leave it empty for where the configuration says; the demo keeps them in .toolcrib in your home folder.',
    required: false,
  },
}

async function demoTools(): Promise<McpbManifestAny['tools']> {
  const config = await readConfig({ config: join(import.meta.dirname, '../toolcrib.yaml') })
  const client = clientsOf(config).find((known) => known.name === CLIENT)
  if (!client) throw new Error(`The demo deployment has no client "${CLIENT}".`)
  return declaredTools(config)
    .filter((tool) => maySee(tool, client.access))
    .map(({ name, parts }) => ({ name, description: parts.does }))
}
