import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernHttp,
} from '@modelcontextprotocol/client'
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio'
import { Client as ReferenceClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as ReferenceStdio } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as ReferenceHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import * as z from 'zod'

const INFO = { name: 'test', version: '1.0.0' }

const content = z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))

/** What a call came to, in the shape all clients share. */
export const callResult = z.looseObject({
  content,
  isError: z.boolean().optional(),
  structuredContent: z.unknown().optional(),
})

export const listedTool = z.looseObject({
  name: z.string(),
  description: z.string(),
  inputSchema: z.looseObject({}),
})

/** A real client, whichever SDK it comes from. */
export interface AnyClient {
  list(): Promise<readonly z.output<typeof listedTool>[]>
  call(
    name: string,
    args: Record<string, unknown>,
    meta?: Record<string, unknown>,
  ): Promise<z.output<typeof callResult>>
  close(): Promise<void>
}

export type Target =
  | { readonly kind: 'http'; readonly url: string; readonly headers?: Record<string, string> }
  | ({ readonly kind: 'stdio' } & Startable)

/** A server to start. Of our own environment it gets what the SDK always passes on, such as HOME, and `env`. */
export interface Startable {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

export type ClientKind = 'v1' | 'v2 (2025 era)' | 'v2 (2026-07-28)'

export const CLIENT_KINDS: readonly ClientKind[] = ['v1', 'v2 (2025 era)', 'v2 (2026-07-28)']

/** How the person behind a client answers what it shows them. */
export type Person = (question: string) => Promise<{
  action: 'accept' | 'decline' | 'cancel'
  content?: Record<string, string | number | boolean | string[]>
}>

/** Connects a client. With a person behind it, it says that it can show forms. */
export async function connectClient(
  kind: ClientKind,
  target: Target,
  person?: Person,
): Promise<AnyClient> {
  return kind === 'v1' ? connectReference(target, person) : connectModern(kind, target, person)
}

const FORMS = { capabilities: { elicitation: {} } }

async function connectReference(target: Target, person?: Person): Promise<AnyClient> {
  const client = new ReferenceClient(INFO, person && FORMS)
  if (person) client.setRequestHandler(ElicitRequestSchema, ({ params }) => person(params.message))
  const transport =
    target.kind === 'http'
      ? new ReferenceHttp(new URL(target.url), { requestInit: { headers: target.headers ?? {} } })
      : new ReferenceStdio(started(target))
  await client.connect(transport)
  return wrap(client)
}

async function connectModern(
  kind: ClientKind,
  target: Target,
  person?: Person,
): Promise<AnyClient> {
  const mode = kind === 'v2 (2026-07-28)' ? { pin: '2026-07-28' } : 'legacy'
  const client = new ModernClient(INFO, { versionNegotiation: { mode }, ...(person && FORMS) })
  if (person) client.setRequestHandler('elicitation/create', ({ params }) => person(params.message))
  const transport =
    target.kind === 'http'
      ? new ModernHttp(new URL(target.url), { requestInit: { headers: target.headers ?? {} } })
      : new ModernStdio(started(target))
  await client.connect(transport)
  return wrap(client)
}

function started({ command, args, env, cwd }: Startable) {
  return {
    command,
    args: [...args],
    stderr: 'ignore' as const,
    ...(env && { env }),
    ...(cwd !== undefined && { cwd }),
  }
}

interface Speaks {
  listTools(): Promise<{ tools: unknown[] }>
  callTool(params: {
    name: string
    arguments: Record<string, unknown>
    _meta?: Record<string, unknown>
  }): Promise<unknown>
  close(): Promise<void>
}

function wrap(client: Speaks): AnyClient {
  return {
    list: async () => z.array(listedTool).parse((await client.listTools()).tools),
    call: async (name, args, meta) =>
      callResult.parse(
        await client.callTool({ name, arguments: args, ...(meta && { _meta: meta }) }),
      ),
    close: () => client.close(),
  }
}

/** The one text of an answer that has exactly one. */
export function onlyText(result: z.output<typeof callResult>): string {
  const [block, ...more] = result.content
  if (block?.type !== 'text' || block.text === undefined || more.length > 0)
    throw new Error(`not exactly one text: ${JSON.stringify(result.content)}`)
  return block.text
}
