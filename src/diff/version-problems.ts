import {
  compareVersions,
  readVersion,
  sayVersion,
  type SemanticVersion,
} from '../kernel/semantic-version.ts'
import type { Catalogue, CataloguedModule } from './catalogue.ts'
import type { Severity } from './change.ts'
import { diffCatalogues } from './diff-catalogues.ts'

/** A module whose version does not follow from what has changed in it. */
export interface VersionProblem {
  readonly module: string
  /** A full sentence without the module's name. */
  readonly sentence: string
}

const SEVERITIES: readonly Severity[] = ['breaking', 'feature', 'patch']

/** Modules that are new or gone have no version to follow; their tools are changes like any others. */
export function versionProblems(old: Catalogue, now: Catalogue): readonly VersionProblem[] {
  const changes = diffCatalogues(old, now)
  return now.modules.flatMap((module) => {
    const before = old.modules.find(({ id }) => id === module.id)
    if (!before) return []
    const own = changes.filter((change) => change.module === module.id)
    const worst = SEVERITIES.find((each) => own.some(({ severity }) => severity === each))
    const sentence = problemOf(before, module, worst)
    return sentence === undefined ? [] : [{ module: module.id, sentence }]
  })
}

function problemOf(
  { version: old }: CataloguedModule,
  { version: now }: CataloguedModule,
  worst: Severity | undefined,
): string | undefined {
  const [from, to] = [readVersion(old), readVersion(now)]
  if (!from || !to) return 'The version is not a semantic version.'
  const growth = compareVersions(to, from)
  if (growth < 0) return `The version went back from ${old} to ${now}.`
  if (worst === undefined || isEnough(from, to, worst)) return undefined
  const least = sayVersion(leastAfter(from, worst))
  const fact = growth === 0 ? `is still ${now}` : `went from ${old} to ${now} only`
  return `The version ${fact}, and ${REASONS[worst]} asks for ${least} at least.`
}

const REASONS: Readonly<Record<Severity, string>> = {
  breaking: 'a breaking change',
  feature: 'a new feature',
  patch: 'a change of words',
}

/** A pre-release promises nothing yet: what comes after it only has to come after it. */
function isEnough(from: SemanticVersion, to: SemanticVersion, worst: Severity): boolean {
  if (from.prerelease.length > 0) return compareVersions(to, from) > 0
  return compareVersions({ ...to, prerelease: [] }, leastAfter(from, worst)) >= 0
}

/** The lowest version that says enough. Before 1.0.0 the second number stands for the first (semver.org, item 4). */
function leastAfter(
  { major, minor, patch, prerelease }: SemanticVersion,
  worst: Severity,
): SemanticVersion {
  const release = { major, minor, patch, prerelease: [] }
  if (prerelease.length > 0) return release
  if (worst === 'patch') return { ...release, patch: patch + 1 }
  if (worst === 'feature' || major === 0) return { ...release, minor: minor + 1, patch: 0 }
  return { ...release, major: major + 1, minor: 0, patch: 0 }
}
