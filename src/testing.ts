/** The entry `toolcrib/testing`: a module under test, in a real house of its own. Works with any test runner. */
export type { ListedTool, TestClient, ToolResult } from './testing/in-process-client.ts'
export {
  openTestModule,
  type TestAnswer,
  type TestCall,
  type TestCaller,
  type TestModule,
  type TestSetting,
  type ToolAnswer,
} from './testing/test-module.ts'
export { turnedClock, type TurnedClock } from './testing/turned-clock.ts'
export type { Mail } from './kernel/mailer.ts'
export type { ProfileName } from './kernel/profile.ts'
