import type { ServerResponse } from 'node:http'
import * as z from 'zod'

import type { ApprovalDesk } from '../approvals/desk.ts'
import type { Fields } from '../kernel/json.ts'
import type { Operator } from '../kernel/operator.ts'
import type { Refusal, RefusalCode } from './refusal.ts'
import type { TicketStreams } from './ticket-streams.ts'

/** What routes work with. */
export interface AdminHouse {
  readonly desk: ApprovalDesk
  readonly streams: TicketStreams
  /** The OpenAPI document. */
  readonly document: Fields
  /** Hears of trouble that is no operator's business. */
  readonly onTrouble: (error: Error) => void
}

/** Who asks. */
export interface Visitor {
  readonly operator: Operator
  /** Who the token belongs to by now, for what lasts; `undefined` when to nobody any more. */
  readonly whoIs: () => Operator | undefined
  /** The address that the connection comes from. */
  readonly from: string
}

/** What a request brings, before it is known to fit. */
export interface Brought {
  readonly path: Fields
  readonly query: Fields
  readonly header: Fields
  readonly body: unknown
}

export type Reply =
  | { readonly kind: 'answer'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Answers a refusal when the stream cannot be begun. */
  | { readonly kind: 'stream'; readonly begin: (response: ServerResponse) => Refusal | undefined }

/** What is answered: JSON of this shape, or a stream of events whose data has it. */
export type Answer =
  | { readonly kind: 'json'; readonly about: string; readonly shape: z.ZodType }
  | {
      readonly kind: 'stream'
      readonly about: string
      readonly shape: z.ZodType
      readonly example: string
    }

export interface Route {
  readonly method: 'GET' | 'POST'
  /** Such as `/v1/tickets/{number}`. */
  readonly path: string
  readonly summary: string
  /** Whether it is answered without a token. */
  readonly isOpen: boolean
  /** An object of the parts that it reads of `Brought`. */
  readonly takes: z.ZodType
  readonly answer: Answer
  /** Its own, beside those at the door. */
  readonly refusals: readonly RefusalCode[]
  readonly run: (
    house: AdminHouse,
    brought: Brought,
    visitor: Visitor | undefined,
  ) => Promise<Reply>
}

interface Spec<Taken, Code extends RefusalCode> {
  readonly method: Route['method']
  readonly path: string
  readonly summary: string
  readonly takes: z.ZodType<Taken>
  readonly refusals: readonly Code[]
}

/** Says no with one of the route's own codes. */
export interface No<Code extends RefusalCode> {
  readonly kind: 'refused'
  readonly refusal: Refusal<Code>
}

/** A route for operators that answers JSON. What it answers has to have the shape that the document shows. */
export function jsonRoute<Taken, Made extends object, Code extends RefusalCode = never>(
  spec: Spec<Taken, Code> & {
    readonly answer: { readonly about: string; readonly shape: z.ZodType<Made> }
    readonly run: (
      house: AdminHouse,
      taken: Taken,
      visitor: Visitor,
    ) => Promise<{ readonly kind: 'answer'; readonly body: Made } | No<Code>>
  },
): Route {
  const { run } = spec
  return routeOf(spec, { kind: 'json', ...spec.answer }, run)
}

/** A route for operators that answers a stream. */
export function streamRoute<Taken, Code extends RefusalCode>(
  spec: Spec<Taken, Code> & {
    readonly answer: Omit<Extract<Answer, { kind: 'stream' }>, 'kind'>
    readonly begin: (
      house: AdminHouse,
      taken: Taken,
      visitor: Visitor,
    ) => (response: ServerResponse) => Refusal<Code> | undefined
  },
): Route {
  const { begin } = spec
  return routeOf(spec, { kind: 'stream', ...spec.answer }, async (house, taken, visitor) => ({
    kind: 'stream',
    begin: begin(house, taken, visitor),
  }))
}

function routeOf<Taken>(
  { method, path, summary, takes, refusals }: Spec<Taken, RefusalCode>,
  answer: Answer,
  run: (house: AdminHouse, taken: Taken, visitor: Visitor) => Promise<Reply>,
): Route {
  return Object.freeze<Route>({
    method,
    path,
    summary,
    isOpen: false,
    takes,
    answer,
    refusals,
    async run(house, brought, visitor) {
      // A door that has forgotten to ask who it is lets nobody in.
      if (!visitor) return no('no_operator', NO_OPERATOR)
      const taken = takes.safeParse(brought)
      return taken.success ? run(house, taken.data, visitor) : unfit(taken.error)
    },
  })
}

export const NO_OPERATOR = "Send an operator's token as a Bearer token."

export function no<Code extends RefusalCode>(code: Code, message: string): No<Code> {
  return { kind: 'refused', refusal: { code, message } }
}

/** Says what does not fit, by the words of the shape and not by those that were sent. */
function unfit({ issues }: z.ZodError): Reply {
  // What cannot be a ticket's number is no ticket's.
  if (issues.some(({ path: [part] }) => part === 'path'))
    return no('unknown_ticket', 'There is no such ticket for you to decide on.')
  const [issue] = issues
  const [part, ...where] = issue?.path ?? []
  const place = [String(part ?? 'request'), ...where.map(String)].join('.')
  return no('bad_request', `${place}: ${issue?.message ?? 'it does not fit'}.`)
}
