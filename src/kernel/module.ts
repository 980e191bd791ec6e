import type * as z from 'zod'

import type { ToolError } from './error.ts'
import type { Awaitable, ModuleHost } from './host.ts'
import type { Issue } from './input.ts'
import type { Offer } from './offer.ts'
import type { Plan, Subject } from './plan.ts'
import type { Reply } from './reply.ts'
import { checkModuleSpec } from './spec-shape.ts'
import { toolsFor, type CallContext, type DefineTool, type Tool } from './tool.ts'

/** Whether a module can do its work. `why` is one sentence for the operator. */
export type Health = { readonly ok: true } | { readonly ok: false; readonly why: string }

/** A checked call joined to live services. */
export interface MountedCall {
  readonly input: unknown
  plan(context: CallContext): Promise<Plan | ToolError | undefined>
  subjects(): Promise<readonly Subject[] | undefined>
  unknownSubject(): ToolError
  execute(context: CallContext): Promise<Reply | ToolError>
}

/** A tool under its full name, known before any service is opened. */
export interface DeclaredTool extends Omit<Tool<never>, 'prepare' | 'sampleReplies'> {
  /** The id of its module. */
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

/**
 * What a module's author writes. `C` is the configuration's schema and `S` what `setup` makes; both are inferred, so
 * put `setup` before `tools`.
 */
export interface ModuleSpec<C extends z.ZodType, S> {
  /** The namespace of its tools, for example `reservations`. */
  readonly id: string
  /** Its name for people. */
  readonly title: string
  /**
   * The module's semantic version, for example `1.0.0`. It rises with every change that a model or a client can
   * notice; `toolcrib diff` says by how much.
   */
  readonly version: string
  /** The module's part of the configuration. What is fixed there never reaches a model. */
  readonly config: C
  /** What it lends to other modules. `setup` has to lend each of them. Default: nothing. */
  readonly lends?: readonly Offer<object>[]
  /**
   * What it cannot work without and another module lends. A deployment in which nobody does is refused with a report that
   * names the module to add. Default: nothing.
   */
  readonly borrows?: readonly Offer<object>[]
  /** Opens what the tools work with. A throw keeps the server from starting. */
  readonly setup: (config: z.output<C>, host: ModuleHost) => Awaitable<S>
  /** Closes it again. It has 300 ms. */
  readonly dispose?: (services: S) => Awaitable<void>
  /** Asked whenever somebody asks how the server is. Without it, the module is always well. */
  readonly health?: (services: S) => Awaitable<Health>
  /** Tools made with `toolsFor`, or a function that makes them with the `tool` that it is given. */
  readonly tools: readonly Tool<S>[] | ((tool: DefineTool<S>) => readonly Tool<S>[])
}

/** A module before it is mounted: plain data and one function. */
export interface Module {
  /** The namespace of its tools. */
  readonly id: string
  /** Its name for people. */
  readonly title: string
  /** Its semantic version. */
  readonly version: string
  /** The schema of its configuration. */
  readonly config: z.ZodType
  /** Its tools, under their full names. */
  readonly tools: readonly DeclaredTool[]
  /** What it lends to other modules. */
  readonly lends: readonly Offer<object>[]
  /** What it borrows from other modules. */
  readonly borrows: readonly Offer<object>[]
  /** @internal */
  mount(config: unknown, host: ModuleHost): Promise<MountedModule>
}

/** Makes a module: the default export of its file. Nothing is opened before the server mounts it. */
export function defineModule<C extends z.ZodType, S>(spec: ModuleSpec<C, S>): Module {
  const tools = typeof spec.tools === 'function' ? spec.tools(toolsFor<S>()) : spec.tools
  checkModuleSpec({ ...spec, tools })
  const { id, title, version, config, lends = [], borrows = [] } = spec
  const pairs = tools.map((tool) => ({ tool, declared: declare(spec, tool) }))
  const module: Module = Object.freeze({
    id,
    title,
    version,
    config,
    tools: pairs.map(({ declared }) => declared),
    lends,
    borrows,
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
        plan: (context) => prepared.plan(services, context),
        subjects: () => prepared.subjects(services),
        unknownSubject: () => prepared.unknownSubject(services),
        execute: (context) => prepared.execute(services, context),
      }
    },
  })
}
