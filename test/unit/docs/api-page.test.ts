import { describe, expect, it } from 'vitest'

import { apiPage } from '../../../docs/api-page.ts'
import { publicApi, type ApiEntry, type ApiItem } from '../../../docs/public-api.ts'

function item(name: string, more: Partial<ApiItem> = {}): ApiItem {
  const signature = `export interface ${name}`
  return { kind: 'Interface', name, signature, doc: `About ${name}.`, members: [], ...more }
}

function entry(items: readonly ApiItem[], more: Partial<ApiEntry> = {}): ApiEntry {
  return { name: 'toolcrib', items, unexported: [], ...more }
}

describe('the page of the public API', () => {
  it('shows each export and each member with its docstring', () => {
    const turn = { kind: 'MethodSignature', signature: 'turn(byMs: number): void;' }
    const clock = item('Clock', { members: [item('turn', turn)] })
    expect(apiPage([entry([clock])])).toContain(
      [
        '### `Clock`',
        'About Clock.',
        '```ts\ninterface Clock\n```',
        '- `turn(byMs: number): void`\n  About turn.',
      ].join('\n\n'),
    )
  })

  it('shows the choices of a type that is made from a list', () => {
    const signature = 'export type Tier = (typeof TIERS)[number];'
    const page = apiPage([
      entry([item('Tier', { kind: 'TypeAlias', signature })], { unexported: ['TIERS'] }),
    ])
    expect(page).toContain("type Tier = 'read' | 'write' | 'irreversible' | 'privileged'")
  })

  it('is not made when a docstring is missing, and every place is named', () => {
    const silent = item('Clock', { doc: '', members: [item('turn', { doc: '' })] })
    expect(() => apiPage([entry([silent, item('Speech')])])).toThrow(
      'toolcrib Clock: has no docstring.\ntoolcrib Clock turn: has no docstring.',
    )
  })

  it('is not made when a signature names something that cannot be imported', () => {
    expect(() => apiPage([entry([], { unexported: ['Clock'] })])).toThrow(
      'toolcrib: "Clock" stands in a signature and is not exported.',
    )
    const testing = entry([], { name: 'toolcrib/testing', unexported: ['Clock'] })
    expect(() => apiPage([entry([item('Clock')]), testing])).not.toThrow()
  })

  it('has every entry that the package exports, read from its declarations', () => {
    const entries = publicApi()
    expect(entries.map(({ name }) => name)).toEqual([
      'toolcrib',
      'toolcrib/testing',
      'toolcrib/lint',
    ])
    const module = entries[0]?.items.find(({ name }) => name === 'Module')
    expect(module?.members.map(({ name }) => name)).toEqual([
      'borrows',
      'config',
      'id',
      'lends',
      'title',
      'tools',
      'version',
    ])
  })
})
