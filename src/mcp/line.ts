import type { ProgressToken, ServerContext } from '@modelcontextprotocol/server'

import type { Line } from '../kernel/call.ts'
import type { ProgressNote } from '../kernel/progress.ts'
import { putForm } from './dialog.ts'

type Request = ServerContext['mcpReq']

/** How the client of a call is reached while it is at work. In the 2026 era nobody can be asked meanwhile. */
export function lineOf(request: Request, canPut: boolean): Line {
  const token = request._meta?.progressToken
  return {
    tell: token === undefined ? undefined : (note) => tell(request, token, note),
    put: canPut ? (question) => putForm(question, request) : undefined,
  }
}

/** A report that does not arrive is nobody's loss: the call itself will notice that its client is gone. */
function tell(request: Request, progressToken: ProgressToken, note: ProgressNote): void {
  const params = { progressToken, ...note }
  request.notify({ method: 'notifications/progress', params }).catch(() => {})
}
