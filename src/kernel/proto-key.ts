import type { Issue } from './input.ts'

/**
 * Every key `__proto__` in these arguments, as an issue. zod passes over it where it refuses any other key that nobody
 * declared, so that two readers of one message could see two different ones.
 */
export function protoKeysIn(value: unknown, path: readonly string[] = []): readonly Issue[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '__proto__'
      ? [{ path: [...path, key], kind: 'unknown' as const, message: 'is not a name' }]
      : protoKeysIn(inner, [...path, key]),
  )
}
