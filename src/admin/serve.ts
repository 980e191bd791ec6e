import type { RequestListener } from 'node:http'

import type { ApprovalDesk } from '../approvals/desk.ts'
import type { OperatorFor } from '../approvals/operator-for.ts'
import { allowed } from '../http/allowed.ts'
import { guardedServer, type Certificate } from '../http/guarded-server.ts'
import { listenAt, type ListenAt } from '../http/listen.ts'
import type { Clock } from '../kernel/host.ts'
import type { TicketEvents } from '../kernel/ticket-events.ts'
import { answerRefusal } from './answer.ts'
import { adminFront, type AdminFront, type AdminFrontParts } from './front.ts'
import { openApi } from './openapi.ts'
import { ROUTES } from './routes.ts'
import { signpost } from './signpost.ts'
import { ticketStreams } from './ticket-streams.ts'

export interface AdminOptions extends ListenAt {
  readonly allowedHosts: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly desk: ApprovalDesk
  readonly operatorFor: OperatorFor
  /** Closed with the server, or when it cannot listen. */
  readonly events: TicketEvents
  /** Default: none, and requests come in clear text. */
  readonly certificate?: Certificate | undefined
  readonly clock: Clock
  /** The package's version, for the document. */
  readonly version: string
  readonly onRefused: AdminFrontParts['onRefused']
  readonly onTrouble: (error: Error) => void
}

export interface AdminServer {
  /** For example `http://127.0.0.1:8081`. */
  readonly url: string
  /** Ends the streams and takes no new requests; resolves when what is being decided is answered. */
  close(): Promise<void>
}

/** All streams, and as many again for what is asked beside them. */
const MOST_CONNECTIONS = 200

/** How long answers may take to leave once the server is to close. */
const LEAVE_MS = 300

/** Longer than between two heartbeats of a stream. */
const SILENCE_MS = 60_000

/** Serves the operators' API. Rejects when it cannot listen. */
export async function serveAdmin(options: AdminOptions): Promise<AdminServer> {
  const { clock, events, onTrouble } = options
  const streams = ticketStreams(options)
  const decisions = new Set<Promise<unknown>>()
  let isStopping = false
  const front = adminFront({
    ...options,
    house: {
      desk: heldUntilDecided(options.desk, decisions),
      streams,
      document: openApi(ROUTES, options.version),
      onTrouble,
    },
    signpost: signpost(ROUTES),
    allowed: allowed(options.host, options.allowedHosts, options.allowedOrigins),
    isStopping: () => isStopping,
  })
  const limits = { certificate: options.certificate, maxConnections: MOST_CONNECTIONS }
  const server = guardedServer(listener(front, onTrouble), limits)
  server.timeout = SILENCE_MS
  const url = await listenAt(server, options).catch((error: unknown) => {
    events.close()
    throw error
  })
  return Object.freeze<AdminServer>({
    url,
    async close() {
      isStopping = true
      streams.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // Whoever decides learns what came of it, as long as it can still be read.
      await Promise.allSettled(decisions)
      const callOff = clock.after(LEAVE_MS, () => server.closeAllConnections())
      await closed
      callOff()
      events.close()
    },
  })
}

/** The same desk, whose decisions stand in `decisions` while they are made. */
function heldUntilDecided(desk: ApprovalDesk, decisions: Set<Promise<unknown>>): ApprovalDesk {
  return {
    ...desk,
    decide(operator, number, ruling) {
      const made = desk.decide(operator, number, ruling)
      decisions.add(made)
      return made.finally(() => decisions.delete(made))
    },
  }
}

function listener(front: AdminFront, onTrouble: (error: Error) => void): RequestListener {
  return (request, response) => {
    front(request, response).catch((error: unknown) => {
      onTrouble(error instanceof Error ? error : new Error(String(error)))
      if (response.headersSent) response.destroy()
      else answerRefusal(response, { code: 'internal', message: 'Internal error.' })
    })
  }
}
