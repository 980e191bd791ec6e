import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { compareVersions, readVersion, sayVersion } from '../../../src/kernel/semantic-version.ts'

/** The order that semver.org gives as an example, and some more. */
const IN_ORDER = [
  '0.9.9',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.2',
  '1.0.10',
  '1.9.0',
  '1.10.0',
  '2.0.0',
]

function compare(one: string, other: string): number {
  const [first, second] = [readVersion(one), readVersion(other)]
  if (!first || !second) throw new Error(`${one} or ${other} is no version`)
  return Math.sign(compareVersions(first, second))
}

describe('a semantic version', () => {
  it('comes before all that are higher', () => {
    for (const [at, one] of IN_ORDER.entries())
      for (const [place, other] of IN_ORDER.entries())
        expect(compare(one, other), `${one} and ${other}`).toBe(Math.sign(at - place))
  })

  it('is not changed by where it was built', () => {
    expect(compare('1.0.0+linux.1', '1.0.0+mac')).toBe(0)
  })

  it.each([
    '',
    '1',
    '1.0',
    'v1.0.0',
    '1.0.0.0',
    '01.0.0',
    '1.0.0-',
    '1.0.0-01',
    '1.0.0 ',
    'latest',
  ])('is not "%s"', (text) => {
    expect(readVersion(text)).toBeUndefined()
  })

  it('is read as it is said', () => {
    const number = fc.nat({ max: 999 })
    fc.assert(
      fc.property(number, number, number, fc.constantFrom('', '-rc.1', '-a-b.0'), (...parts) => {
        const [major, minor, patch, prerelease] = parts
        const text = `${major}.${minor}.${patch}${prerelease}`
        const version = readVersion(text)
        expect(version && sayVersion(version)).toBe(text)
      }),
    )
  })
})
