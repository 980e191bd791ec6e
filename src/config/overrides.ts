import { isRecord } from '../kernel/json.ts'
import type { Finding } from './finding.ts'

/** What the command line may set in the file's stead. */
export interface Overrides {
  readonly host?: string
  readonly port?: number
  /** Absolute. */
  readonly dataDir?: string
}

const OPTIONS: Readonly<Record<string, string>> = {
  host: '--host',
  port: '--port',
  dataDir: '--data-dir',
} satisfies Record<keyof Overrides, string>

/** The file's value with the overrides in it. What is not a config at all stays as it is, to be complained about. */
export function withOverrides(value: unknown, overrides: Overrides): unknown {
  if (Object.keys(overrides).length === 0 || !isRecord(value)) return value
  const server = value['server'] ?? {}
  return isRecord(server) ? { ...value, server: { ...server, ...overrides } } : value
}

/** The findings as lines; those about an override name its option, because no line of the file is to blame. */
export function sayOverridden(
  findings: readonly Finding[],
  overrides: Overrides,
  linesOf: (findings: readonly Finding[]) => readonly string[],
): readonly string[] {
  const option = ({ path: [part, key = ''] }: Finding): string | undefined =>
    part === 'server' && Object.hasOwn(overrides, key) ? OPTIONS[key] : undefined
  const ofOptions = findings.flatMap((finding) => {
    const name = option(finding)
    return name === undefined ? [] : [`${name}: ${finding.sentence}`]
  })
  return [...ofOptions, ...linesOf(findings.filter((finding) => option(finding) === undefined))]
}
