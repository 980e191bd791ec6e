/** The public entry: all that a module's author needs, and all that a module may import. */
export type { Conversation, Grant } from './kernel/conversation.ts'
export { refuse, ToolError, type ErrorCode } from './kernel/error.ts'
export type { Attempts, Awaitable, Clock, ModuleHost, Speech, TryLimit } from './kernel/host.ts'
export { defineModule, type Module } from './kernel/module.ts'
export type { Attachment, Format } from './kernel/reply.ts'
export { toolsFor, type CallContext, type Tool } from './kernel/tool.ts'
export { openDatabase, type Database } from './store/sqlite/open.ts'
export { isPhoneCountry, readPhone } from './speech/read-phone.ts'
