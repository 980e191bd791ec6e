import type * as z from 'zod'

import type { ToolError } from './error.ts'
import type { Awaitable, ModuleHost } from './host.ts'
import type { Issue } from './input.ts'
import type { Reply } from './reply.ts'
import { checkModuleSpec } from './spec-shape.ts'
import type { CallContext, Tool } from './tool.ts'

export type Health = { readonly ok: true } | { readonly ok: false; readonly why: string }

/** A checked call joined to live services. */
export interface MountedCall {
  readonly input: unknown
  execute(context: CallContext): Promise<Reply | ToolError>
}

/** A tool under its full name, known before any service is opened. */
export interface DeclaredTool extends Omit<Tool<never>, 'prepare' | 'sampleReplies'> {
  readonly module: string
  /** The module's version. */
  readonly version: string
}

/** A declared tool joined to live services. The services' type is sealed inside. */
export interface MountedTool extends DeclaredTool {
  prepare(raw: unknown): MountedCall | readonly Issue[]
  sampleReplies(): readonly Reply[]
}

export interface MountedModule {
  readonly id: string
  readonly tools: readonly MountedTool[]
  health(): Promise<Health>
  close(): Promise<void>
}

/** What a module's author writes. */
export interface ModuleSpec<C extends z.ZodType, S> {
  /** The namespace of its tools, for example `reservations`. */
  readonly id: string
  readonly title: string
  /**
   * The module's semantic version, for example `1.0.0`. It rises with every change that a model or a client can
   * notice; `toolcrib diff` says by how much.
   */
  readonly version: string
  /** The module's part of the configuration. What is fixed there never reaches a model. */
  readonly config: C
  readonly setup: (config: z.output<C>, host: ModuleHost) => Awaitable<S>
  readonly dispose?: (services: S) => Awaitable<void>
  readonly health?: (services: S) => Awaitable<Health>
  readonly tools: readonly Tool<S>[]
}

/** A module before it is mounted: plain data and one function. */
export interface Module {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly config: z.ZodType
  readonly tools: readonly DeclaredTool[]
  mount(config: unknown, host: ModuleHost): Promise<MountedModule>
}

export function defineModule<C extends z.ZodType, S>(spec: ModuleSpec<C, S>): Module {
  checkModuleSpec(spec)
  const { id, title, version, config } = spec
  const pairs = spec.tools.map((tool) => ({ tool, declared: declare(spec, tool) }))
  const module: Module = Object.freeze({
    id,
    title,
    version,
    config,
    tools: pairs.map(({ declared }) => declared),
    async mount(raw: unknown, host: ModuleHost): Promise<MountedModule> {
      const services = await spec.setup(config.parse(raw), host)
      return {
        id,
        tools: pairs.map(({ tool, declared }) => mountTool(tool, declared, services)),
        health: async () => (await spec.health?.(services)) ?? { ok: true },
        close: async () => spec.dispose?.(services),
      }
    },
  })
  defined.add(module)
  return module
}

const defined = new WeakSet<object>()

/** Whether a value was made by `defineModule`: what a file exports may be anything. */
export function isModule(value: unknown): value is Module {
  return typeof value === 'object' && value !== null && defined.has(value)
}

function declare<S>({ id, version }: Pick<Module, 'id' | 'version'>, tool: Tool<S>): DeclaredTool {
  const { prepare: _unbound, sampleReplies: _unmounted, ...rest } = tool
  return Object.freeze({ ...rest, module: id, version, name: `${id}_${tool.name}` })
}

function mountTool<S>(tool: Tool<S>, declared: DeclaredTool, services: S): MountedTool {
  return Object.freeze({
    ...declared,
    sampleReplies: () => tool.sampleReplies(services),
    prepare(raw: unknown): MountedCall | readonly Issue[] {
      const prepared = tool.prepare(raw)
      if (!('execute' in prepared)) return prepared
      return {
        input: prepared.input,
        execute: (context: CallContext) => prepared.execute(services, context),
      }
    },
  })
}
