import type { Clearance } from '../kernel/access.ts'
import type { Module } from '../kernel/module.ts'
import type { ProfileName } from '../kernel/profile.ts'

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
  /** The client's key. A function, so that no log line or error can print it by accident. */
  secretOf(client: string): string | undefined
}
