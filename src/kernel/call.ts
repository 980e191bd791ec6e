import { randomBytes } from 'node:crypto'

import type { Access } from './access.ts'
import type { Conversation } from './conversation.ts'
import type { MountedCall, MountedTool } from './module.ts'
import type { ProfileName } from './profile.ts'
import type { Format } from './reply.ts'

/**
 * What a transport can say about who is calling. Only the stdio edge makes `local`, and only an HTTP edge in demo
 * mode makes `demo`, so neither can be claimed from the network.
 */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'local'; readonly client: string }
  | { readonly kind: 'demo'; readonly client: string }

/** The toolset and tool names that a request has limited itself to. */
export interface Narrowing {
  readonly toolset?: string
  readonly tools?: readonly string[]
}

export interface Caller {
  readonly credential: Credential
  readonly narrowing: Narrowing
  /** The conversation's name, as the client sent it. */
  readonly handle?: string
}

/** Someone who may call: a credential's owner. */
export interface Client {
  readonly name: string
  readonly profile: ProfileName
  readonly access: Access
}

/** Who is calling, and what this very request may see. */
export interface Principal {
  readonly client: Client
  readonly access: Access
}

export interface HasPrincipal {
  readonly principal: Principal
  readonly conversation: Conversation | undefined
}

export interface HasTool {
  readonly tool: MountedTool
}

export interface HasPrepared {
  readonly prepared: MountedCall
  readonly format: Format
}

/** One `tools/call`, as it arrived. */
export interface Call {
  readonly id: string
  readonly caller: Caller
  readonly toolName: string
  readonly rawArguments: unknown
  readonly signal: AbortSignal
  /** Filled by the pipeline as its steps learn facts, for a step that records the call from outside. */
  readonly learnt: Partial<HasPrincipal & HasTool & HasPrepared>
}

const ID_LETTERS = '23456789abcdefghjkmnpqrstvwxyz'

/** Starts a call: gives it an id that a person can read out, and an empty notebook. */
export function startCall(arrived: Omit<Call, 'id' | 'learnt'>): Call {
  const letters = Array.from(randomBytes(8), (byte) => ID_LETTERS[byte % ID_LETTERS.length])
  return { ...arrived, id: letters.join(''), learnt: {} }
}
