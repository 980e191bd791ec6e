import { paceOf, FIRST_ID, shotOf, type Pace, type Shot } from './edge-load.ts'
import { openSession, type Served } from './edge-servers.ts'
import { ECHO_NAME, TEXT } from './edge-tools.ts'
import { median } from './measure.ts'

export const WIRES = ['2025-11-25', '2026-07-28'] as const
export type Wire = (typeof WIRES)[number]

export const ASKED = ['tools/call', 'tools/list'] as const
export type Asked = (typeof ASKED)[number]

export const AT_ONCE = [1, 32] as const

/** A server among those that are compared, and the wires it speaks. */
export interface Contender {
  readonly name: string
  readonly served: Served
  readonly wires: readonly Wire[]
  /** Whether its clients of 2025 open a session. */
  readonly hasSessions: boolean
}

/** What one contender did in one column of the table. */
export interface HttpFigure {
  readonly wire: Wire
  readonly asked: Asked
  readonly atOnce: number
  readonly name: string
  readonly perSecond: number
  readonly cpuUs: number
  /** How much less CPU it takes than each other one, by name: medians over rounds in which one came after the other. */
  readonly over: Readonly<Record<string, number>>
}

/** Measures all contenders in each column, round by round. */
export async function httpFigures(
  contenders: readonly Contender[],
  rounds: number,
  roundMs: number,
): Promise<readonly HttpFigure[]> {
  const figures: HttpFigure[] = []
  for (const wire of WIRES)
    for (const asked of ASKED) {
      const own = contenders.filter(({ wires }) => wires.includes(wire))
      const shots: (readonly [string, Shot])[] = []
      for (const contender of own)
        shots.push([contender.name, await shotAt(contender, wire, asked)])
      for (const atOnce of AT_ONCE) {
        const rates = await ratesOf(shots, { atOnce, rounds, roundMs })
        figures.push(
          ...own.map(({ name }) => ({
            wire,
            asked,
            atOnce,
            name,
            perSecond: median((rates.get(name) ?? []).map(({ perSecond }) => perSecond)),
            cpuUs: median((rates.get(name) ?? []).map(({ cpuUs }) => cpuUs)),
            over: ratiosOf(name, rates),
          })),
        )
      }
    }
  return figures
}

export interface Effort {
  readonly atOnce: number
  readonly rounds: number
  readonly roundMs: number
}

/** Until the code that answers has been compiled, which takes the longer the more of it there is. */
const WARM_UP_MS = 1_500

/** The pace of each when it is warm, round by round. */
export async function ratesOf(
  shots: readonly (readonly [string, Shot])[],
  { atOnce, rounds, roundMs }: Effort,
): Promise<Paces> {
  const rates = new Map(shots.map(([name]) => [name, [] as Pace[]]))
  for (const [, shot] of shots) await paceOf(shot, atOnce, WARM_UP_MS)
  for (let round = 0; round < rounds; round++) {
    // Turn and turn about, so that who comes first gains nothing by it.
    for (const [name, shot] of round % 2 === 0 ? shots : shots.toReversed())
      rates.get(name)?.push(await paceOf(shot, atOnce, roundMs))
  }
  return rates
}

type Paces = ReadonlyMap<string, readonly Pace[]>

export function ratiosOf(name: string, rates: Paces): Readonly<Record<string, number>> {
  const own = rates.get(name) ?? []
  return Object.fromEntries(
    [...rates].map(([other, others]) => [
      other,
      median(own.map(({ cpuUs }, at) => (others[at]?.cpuUs ?? Number.NaN) / cpuUs)),
    ]),
  )
}

export async function shotAt(
  { served, hasSessions }: Pick<Contender, 'served' | 'hasSessions'>,
  wire: Wire,
  asked: Asked,
): Promise<Shot> {
  const params = asked === 'tools/call' ? { name: ECHO_NAME, arguments: { text: TEXT } } : {}
  const expected = asked === 'tools/call' ? TEXT : ECHO_NAME
  const body = { jsonrpc: '2.0', id: FIRST_ID, method: asked }
  if (wire === '2025-11-25') {
    const session = hasSessions ? await openSession(served) : {}
    const headers = { ...served.headers, ...session, 'mcp-protocol-version': wire }
    return shotOf(served, headers, { ...body, params }, expected)
  }
  const headers = {
    ...served.headers,
    'mcp-protocol-version': wire,
    'mcp-method': asked,
    ...(asked === 'tools/call' && { 'mcp-name': ECHO_NAME }),
  }
  return shotOf(served, headers, { ...body, params: { ...params, _meta: ENVELOPE } }, expected)
}

const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
}
