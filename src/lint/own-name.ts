import type { DeclaredTool } from '../kernel/module.ts'
import { wordsOfName } from './words.ts'

/** A tool's name without its module, as words. */
export function ownWords({
  name,
  module,
}: Pick<DeclaredTool, 'name' | 'module'>): readonly string[] {
  return wordsOfName(name.startsWith(`${module}_`) ? name.slice(module.length + 1) : name)
}
