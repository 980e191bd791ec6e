import { digestOf } from '../kernel/canonical-json.ts'
import type { DeclaredTool } from '../kernel/module.ts'

const digests = new WeakMap<DeclaredTool, string>()

/** The digest of a tool's definition: everything that a model reads of it, and everything that policies go by. */
export function toolDigest(tool: DeclaredTool): string {
  const known = digests.get(tool)
  if (known !== undefined) return known
  const { name, version, description, inputSchema, outputSchema = null, facts } = tool
  const plain: unknown = JSON.parse(
    JSON.stringify({ name, version, description, inputSchema, outputSchema, facts }),
  )
  const digest = digestOf(plain)
  digests.set(tool, digest)
  return digest
}
