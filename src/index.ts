/** The public entry: all that a module's author needs, and all that a module may import. */
export type { Conversation, Grant } from './kernel/conversation.ts'
export { refuse, ToolError, type ErrorCode } from './kernel/error.ts'
export type {
  Asked,
  AskPerson,
  ChoiceField,
  ChoicesField,
  FieldValue,
  FieldWords,
  Form,
  FormField,
  FormOption,
  FormValues,
  NumberField,
  SwitchField,
  TextField,
} from './kernel/form.ts'
export type { Attempts, Awaitable, Clock, ModuleHost, Speech, TryLimit } from './kernel/host.ts'
export type { InputOf, InputSchema, Issue, JsonSchema, RawInputOf } from './kernel/input.ts'
export {
  defineModule,
  type DeclaredTool,
  type Health,
  type Module,
  type ModuleSpec,
} from './kernel/module.ts'
export type { Gate } from './kernel/gate.ts'
export type { Json } from './kernel/canonical-json.ts'
export type { Mail, Mailer, MailOutcome } from './kernel/mailer.ts'
export { defineOffer, type Offer } from './kernel/offer.ts'
export type { Plan, Subject } from './kernel/plan.ts'
export type { ProgressMade, ReportProgress } from './kernel/progress.ts'
export type { Attachment, Format, Reply } from './kernel/reply.ts'
export { STANDING_STATES, type Standing, type StandingState } from './kernel/standing.ts'
export type { Tier } from './kernel/tier.ts'
export {
  toolsFor,
  type CallContext,
  type DefineTool,
  type Tool,
  type ToolFacts,
  type ToolParts,
  type ToolSpec,
} from './kernel/tool.ts'
export type { Database, Statement, Transaction, Written } from './store/sqlite/database.ts'
export { openDatabase } from './store/sqlite/open.ts'
export { isPhoneCountry, readPhone } from './speech/read-phone.ts'
export { hasSurname, plainName } from './speech/plain-name.ts'
