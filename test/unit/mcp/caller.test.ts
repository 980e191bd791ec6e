import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'

import { callerOf } from '../../../src/mcp/http/caller.ts'

const callerAt = (url: string) => callerOf({ url, headers: {} } as IncomingMessage, true)

describe('what an address says', () => {
  it.each([
    ['/mcp?client=voice&conversation=room-1', 'voice', 'room-1'],
    ['/mcp/?client=voice', 'voice', undefined],
    // As the standard has it: only the first question mark begins a query.
    ['/mcp?client=voice&conversation=a?b', 'voice', 'a?b'],
    ['/mcp?client=a%3Fb', 'a?b', undefined],
  ])('%s', (url, client, handle) => {
    const caller = callerAt(url)
    expect(caller?.credential).toEqual({ kind: 'demo', client })
    expect(caller?.handle).toBe(handle)
  })

  it.each(['', '/', '/mcpx', '/mcp/x', '/a/b/mcp', '?/mcp', '/MCP', '/Front/mcp'])(
    'is no endpoint: %j',
    (url) => {
      expect(callerAt(url)).toBeUndefined()
    },
  )
})
