import { SERVER_INFO_META_KEY } from '@modelcontextprotocol/server'

import { mayAsk } from '../kernel/access.ts'
import type { Principal } from '../kernel/call.ts'
import type { View } from '../kernel/catalog.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import { listingOf } from './describe.ts'
import { CACHE_HINTS, SERVER_INFO } from './server.ts'

/**
 * The answer to `tools/list` in both eras, as UTF-8 JSON up to its id, which stands last: `…,"id":`. The fields stand as
 * the SDK writes them, so that the list of one client is the same bytes, whoever answers.
 */
interface ListText {
  readonly modern: Buffer
  /** Absent where the SDK has to wrap a schema for clients of 2025. */
  readonly legacy: Buffer | undefined
}

const texts = new WeakMap<View, ListText>()

/** Made once per view; a view belongs to one client, hence to one profile. */
export function listText(view: View, { access, client }: Principal): ListText {
  const known = texts.get(view)
  if (known) return known
  const tools = listingOf(view, client.profile, (tool: DeclaredTool) => mayAsk(tool, access))
  const isPlain = tools.every(
    ({ outputSchema }) => (outputSchema?.['type'] ?? 'object') === 'object',
  )
  const modern = {
    tools,
    resultType: 'complete',
    ...CACHE_HINTS['tools/list'],
    _meta: { [SERVER_INFO_META_KEY]: SERVER_INFO },
  }
  const text = {
    modern: upToId(modern),
    legacy: isPlain ? upToId({ tools }) : undefined,
  }
  texts.set(view, text)
  return text
}

function upToId(result: object): Buffer {
  return Buffer.from(`{"result":${JSON.stringify(result)},"jsonrpc":"2.0","id":`)
}
