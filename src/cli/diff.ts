import { catalogueOf, type Catalogue } from '../diff/catalogue.ts'
import type { Change } from '../diff/change.ts'
import { diffCatalogues } from '../diff/diff-catalogues.ts'
import { versionProblems, type VersionProblem } from '../diff/version-problems.ts'
import { readCatalogueFile } from './catalogue-file.ts'
import { CONFIG_OPTION, JSON_OPTION, type Command, type Invocation } from './command.ts'
import { declaredModules, readConfig } from './deployment.ts'
import { table } from './table.ts'
import { painter, print, printJson, type Paint } from './terminal.ts'
import { UsageError } from './usage-error.ts'

interface Report {
  readonly changes: readonly Change[]
  readonly versionProblems: readonly VersionProblem[]
}

/** Says what has changed between two catalogues, and whether the versions follow from it. */
export const diff: Command = {
  name: 'diff',
  summary: 'say what changed since a catalogue, and whether the versions follow',
  usage: ['diff OLD [NEW] [--json]'],
  details: [
    'OLD and NEW are files that "catalog" wrote; without NEW the deployment as it is now is compared.',
    'A breaking change asks for a new major version of its module (before 1.0.0: minor), a feature for',
    'a new minor one, another wording for a new patch. The exit code is 1 when a version does not',
    'follow, and 78 when a file cannot be read.',
  ],
  options: { config: CONFIG_OPTION, json: JSON_OPTION },
  examples: ['diff released.json', 'diff released.json next.json --json'],
  takesWords: true,
  async run({ values, words, terminal }) {
    const [old, now] = await cataloguesFrom({ values, words })
    const report = {
      changes: diffCatalogues(old, now),
      versionProblems: versionProblems(old, now),
    }
    if (values['json']) printJson(terminal, { ok: isFine(report), ...report })
    else print(terminal, textOf(report, [old, now], painter(terminal.out)))
    return isFine(report) ? 0 : 1
  },
}

type Catalogues = readonly [old: Catalogue, now: Catalogue]

async function cataloguesFrom({
  values,
  words,
}: Omit<Invocation, 'terminal'>): Promise<Catalogues> {
  const [old, now, extra] = words
  if (old === undefined)
    throw new UsageError('Say which catalogue to compare with; "catalog --out FILE" makes one.')
  if (extra !== undefined) throw new UsageError(`"${extra}" is one word too many.`)
  return [
    readCatalogueFile(old),
    now === undefined
      ? catalogueOf(declaredModules(await readConfig(values)))
      : readCatalogueFile(now),
  ]
}

function isFine({ versionProblems }: Report): boolean {
  return versionProblems.length === 0
}

function textOf(report: Report, catalogues: Catalogues, paint: Paint): string {
  const parts = idsIn(catalogues).flatMap((id) => moduleText(id, report, catalogues, paint))
  return parts.length === 0 ? 'Nothing has changed.' : parts.join('\n\n')
}

function idsIn(catalogues: Catalogues): readonly string[] {
  const ids = catalogues.flatMap(({ modules }) => modules.map(({ id }) => id))
  return [...new Set(ids)].toSorted()
}

/** Nothing for a module that is as it was. */
function moduleText(
  id: string,
  report: Report,
  catalogues: Catalogues,
  paint: Paint,
): readonly string[] {
  const changes = report.changes.filter(({ module }) => module === id)
  const problems = report.versionProblems.filter(({ module }) => module === id)
  const [old, now] = catalogues.map((catalogue) => versionOf(id, catalogue))
  if (changes.length + problems.length === 0 && old === now) return []
  const lines = [
    `${paint('bold', id)} ${sayVersions(old, now)}`,
    changes.length > 0 ? changesTable(changes, paint) : 'No tool has changed.',
    ...problems.map(({ sentence }) => paint('red', sentence)),
  ]
  return [lines.join('\n')]
}

function versionOf(id: string, { modules }: Catalogue): string | undefined {
  return modules.find((module) => module.id === id)?.version
}

function sayVersions(old: string | undefined, now: string | undefined): string {
  if (old === undefined) return `${now}, a new module`
  if (now === undefined) return `${old}, no longer there`
  return old === now ? old : `${old} → ${now}`
}

function changesTable(changes: readonly Change[], paint: Paint): string {
  const rows = changes.map(({ severity, for: audience, tool, sentence }) => [
    severity,
    audience === 'both' ? 'model, client' : audience,
    tool,
    sentence,
  ])
  return table(['CHANGE', 'FOR', 'TOOL', 'WHAT'], rows, paint)
}
