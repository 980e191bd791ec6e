import type { Clearance } from '../kernel/access.ts'
import type { Approvals } from '../kernel/approval-terms.ts'
import type { ActingUser } from '../kernel/acting-user.ts'
import type { SessionUse } from '../kernel/call.ts'
import type { Operator } from '../kernel/operator.ts'
import type { Module } from '../kernel/module.ts'
import type { ProtectedResource, TokenClient } from '../kernel/protected-resource.ts'
import type { ProfileName } from '../kernel/profile.ts'
import type { Certificate } from './certificate.ts'
import type { Webhook } from '../kernel/webhook.ts'
import type { ConfiguredRule } from './rules.ts'

interface ServerConfig {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** Absolute. */
  readonly dataDir: string
  /** Serves without keys; only ever true on a loopback address. */
  readonly demo: boolean
  readonly locale: string
  readonly allowedHosts: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly maxBodyBytes: number
  readonly maxConnections: number
  /** Addresses and networks. */
  readonly trustedProxies: readonly string[]
  /** Of 2025-era clients over HTTP. */
  readonly sessions: { readonly perClient: number; readonly total: number; readonly idleMs: number }
  /** Where signed checkpoints of the ledger are also written, absolute; `undefined`: nowhere else. */
  readonly checkpointFile: string | undefined
  readonly mail: MailConfig | undefined
  /** Where operators decide; `undefined`: on this machine only. */
  readonly admin: AdminConfig | undefined
  /** This server as a resource of OAuth; without it there are only keys. */
  readonly oauth?: ProtectedResource | undefined
}

/** Which tokens are a client's. */
export interface OauthMapping extends Omit<TokenClient, 'client'> {
  /** Whether it is told of the scopes that its token lacks. */
  readonly stepUp: boolean
}

export interface AdminConfig {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly allowedHosts: readonly string[]
  readonly allowedOrigins: readonly string[]
}

/** The server that takes e-mail. Its password is not here: see `mailPassword`. */
export interface MailConfig {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; without it the connection is upgraded where the server offers that. */
  readonly tls: boolean
  /** The sender, such as "Harbor Table <desk@example.com>". */
  readonly from: string
  readonly user: string | undefined
}

interface MountedConfig {
  /** The namespace of its tools. */
  readonly id: string
  /** As this deployment mounts it. */
  readonly module: Module
  /** As it was written, already known to fit; `Module.mount` parses it and fills in the defaults. */
  readonly config: unknown
}

export interface ClientConfig extends Pick<Clearance, 'highestTier' | 'scopes'> {
  readonly name: string
  /** The name where none is given. */
  readonly title: string
  readonly profile: ProfileName
  readonly tools: Pick<Clearance, 'include' | 'exclude'>
  readonly toolsets: readonly string[]
  /** On whose behalf it calls, where that is always the same person. */
  readonly user: ActingUser | undefined
  /** Whether its own word counts for whom it calls. */
  readonly trustsUserHeader?: boolean
  /** Which OAuth tokens are this client; `undefined`: none. */
  readonly oauth?: OauthMapping | undefined
  /** The person who runs it, and therefore does not decide on its tickets. */
  readonly owner: string | undefined
  /** How many calls it may make in a minute, in each process. */
  readonly callsPerMinute: number
  /** A yes that comes sooner than this after the question was not a person's. */
  readonly confirmAfterMs: number
  /** Whether it gets a session over HTTP, in the 2025 revisions. */
  readonly sessions: SessionUse
  /** What the list of tools may cost, for the linter. */
  readonly tokenBudget: number | undefined
}

/** A checked configuration: every name in it exists. Deeply frozen, and free of secrets when printed. */
export interface Config {
  readonly server: ServerConfig
  /** The modules to mount, in the order of the file. */
  readonly modules: readonly MountedConfig[]
  /** Toolset name → names and patterns of tools. */
  readonly toolsets: ReadonlyMap<string, readonly string[]>
  /** In the order of the file. */
  readonly clients: readonly ClientConfig[]
  /** What asks for more than the tools do themselves, compiled and checked. */
  readonly rules: readonly ConfiguredRule[]
  /** Everyone who may decide on tickets, in the order of the file. */
  readonly operators: readonly Operator[]
  readonly approvals: Approvals
  readonly webhooks: readonly Webhook[]
  /** The client's key. A function, so that no log line or error can print it by accident. */
  secretOf(client: string): string | undefined
  /** What it serves https with. A function, like the keys. */
  readonly certificate: () => Certificate | undefined
  /** The mail server's, likewise. */
  readonly mailPassword: () => string | undefined
  /** What a webhook's events are signed with, likewise. */
  webhookSecretOf(webhook: string): string | undefined
}
