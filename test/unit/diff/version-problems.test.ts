import { describe, expect, it } from 'vitest'

import type { CataloguedTool } from '../../../src/diff/catalogue.ts'
import { versionProblems } from '../../../src/diff/version-problems.ts'
import { catalogueWith, CHECK } from './catalogues.ts'

const ORDER: CataloguedTool = { ...CHECK, name: 'shop_order', description: 'Order.' }

const BREAKING = [[CHECK, ORDER], [CHECK]] as const
const FEATURE = [[CHECK], [CHECK, ORDER]] as const
const PATCH = [[CHECK], [{ ...CHECK, title: 'Count' }]] as const
const NOTHING = [[CHECK], [CHECK]] as const

function problems(
  [old, now]: readonly [readonly CataloguedTool[], readonly CataloguedTool[]],
  from: string,
  to: string,
): readonly string[] {
  return versionProblems(catalogueWith(old, from), catalogueWith(now, to)).map(
    ({ module, sentence }) => `${module}: ${sentence}`,
  )
}

describe('a version follows', () => {
  it.each([
    ['a breaking change with a new major version', BREAKING, '1.4.2', '2.0.0'],
    ['a breaking change before 1.0.0 with a new minor one', BREAKING, '0.4.2', '0.5.0'],
    ['a feature with a new minor version', FEATURE, '1.4.2', '1.5.0'],
    ['a feature with more than was asked for', FEATURE, '1.4.2', '2.0.0'],
    ['another wording with a new patch', PATCH, '1.4.2', '1.4.3'],
    ['the pre-release of what was asked for', BREAKING, '1.4.2', '2.0.0-rc.1'],
    ['any change within the pre-releases of a version', BREAKING, '2.0.0-rc.1', '2.0.0-rc.2'],
    ['nothing with the same version', NOTHING, '1.4.2', '1.4.2'],
    ['nothing with a higher version', NOTHING, '1.4.2', '3.0.0'],
  ] as const)('%s', (_what, change, from, to) => {
    expect(problems(change, from, to)).toEqual([])
  })
})

describe('a version does not follow', () => {
  it.each([
    [
      'a breaking change when it stays',
      BREAKING,
      '1.4.2',
      '1.4.2',
      'is still 1.4.2, and a breaking change asks for 2.0.0 at least.',
    ],
    [
      'a breaking change with a new minor version',
      BREAKING,
      '1.4.2',
      '1.5.0',
      'went from 1.4.2 to 1.5.0 only, and a breaking change asks for 2.0.0 at least.',
    ],
    [
      'a breaking change before 1.0.0 with a new patch',
      BREAKING,
      '0.4.2',
      '0.4.3',
      'went from 0.4.2 to 0.4.3 only, and a breaking change asks for 0.5.0 at least.',
    ],
    [
      'a feature with a new patch',
      FEATURE,
      '1.4.2',
      '1.4.3',
      'went from 1.4.2 to 1.4.3 only, and a new feature asks for 1.5.0 at least.',
    ],
    [
      'another wording when it stays',
      PATCH,
      '1.4.2',
      '1.4.2',
      'is still 1.4.2, and a change of words asks for 1.4.3 at least.',
    ],
    ['when it goes back', PATCH, '1.4.2', '1.3.9', 'went back from 1.4.2 to 1.3.9.'],
    [
      'when it goes back, though nothing has changed',
      NOTHING,
      '1.4.2',
      '1.4.2-rc.1',
      'went back from 1.4.2 to 1.4.2-rc.1.',
    ],
    [
      'a pre-release that stays',
      PATCH,
      '2.0.0-rc.1',
      '2.0.0-rc.1',
      'is still 2.0.0-rc.1, and a change of words asks for 2.0.0 at least.',
    ],
  ] as const)('%s', (...[, change, from, to, sentence]) => {
    expect(problems(change, from, to)).toEqual([`shop: The version ${sentence}`])
  })
})

describe('modules', () => {
  it('answer each for their own changes only', () => {
    const [before] = catalogueWith([CHECK]).modules
    const [after] = catalogueWith([CHECK, ORDER]).modules
    const desk = { id: 'desk', version: '1.0.0', tools: [] }
    const old = { format: 1, modules: before ? [desk, before] : [] } as const
    const now = { format: 1, modules: after ? [desk, after] : [] } as const
    expect(versionProblems(old, now).map(({ module }) => module)).toEqual(['shop'])
  })

  it('that are new or gone have no version to follow', () => {
    const none = { format: 1, modules: [] } as const
    expect(versionProblems(none, catalogueWith([CHECK]))).toEqual([])
    expect(versionProblems(catalogueWith([CHECK]), none)).toEqual([])
  })
})
