import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { edgeHouse } from './edge-house.ts'
import { shotAt, type Asked } from './edge-http.ts'
import { paceOf } from './edge-load.ts'
import { serveHouse } from './edge-servers.ts'

const FOR_MS = 4_000

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** Where the time of the main thread goes while calls come in, 32 at once: shares of what it was busy. */
export async function profileOf(asked: Asked): Promise<string> {
  const house = edgeHouse(0, ['*'])
  const folder = mkdtempSync(join(house.dir, 'profile-'))
  const served = await serveHouse(house, 50, ['--cpu-prof', `--cpu-prof-dir=${folder}`])
  const said: string[] = []
  const shot = await shotAt({ served, hasSessions: false }, '2026-07-28', asked)
  await paceOf(shot, 32, FOR_MS)
  await served.end()
  for (const file of readdirSync(folder).toSorted()) {
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile
    said.push(`${file}\n${sharesOf(profile)}`)
  }
  rmSync(house.dir, { recursive: true })
  return said.join('\n\n')
}

function sharesOf({ nodes, samples, timeDeltas }: Profile): string {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const groups = new Map<string, number>()
  const functions = new Map<string, number>()
  let busy = 0
  for (const [at, id] of samples.entries()) {
    const { functionName = '', url = '' } = frames.get(id) ?? {}
    if (functionName === '(idle)') continue
    const us = timeDeltas[at] ?? 0
    busy += us
    const group = groupOf(functionName, url)
    groups.set(group, (groups.get(group) ?? 0) + us)
    const name = `${functionName || '(anonymous)'} ${url.split('/').slice(-2).join('/')}`
    functions.set(name, (functions.get(name) ?? 0) + us)
  }
  const top = (of: ReadonlyMap<string, number>, most: number): string =>
    [...of]
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, most)
      .map(([name, us]) => `${((us / busy) * 100).toFixed(1).padStart(6)} %  ${name}`)
      .join('\n')
  return `busy ${(busy / 1e6).toFixed(2)} s\n${top(groups, 15)}\n\n${top(functions, 40)}`
}

function groupOf(functionName: string, url: string): string {
  if (url.startsWith('node:')) return `node ${url.split('/').slice(0, 2).join('/')}`
  const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? []
  if (name !== undefined) return name
  const [, folder] = /dist\/(src\/[^/]+)/.exec(url) ?? []
  return folder ?? (functionName.startsWith('(') ? functionName : 'native')
}
