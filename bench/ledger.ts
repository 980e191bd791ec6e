import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { commitFigures } from './ledger-commits.ts'
import { fsyncFigures } from './ledger-fsyncs.ts'
import { httpRatios } from './ledger-http.ts'
import { rowsUs } from './ledger-rows.ts'
import { budgetsOf, isKept, reportOf } from './ledger-report.ts'

/** `npm run bench:ledger`: writes its figures to RESULTS-ledger.md, and fails when a budget is missed. */
const figures = {
  http: await httpRatios(),
  rowsUs: await rowsUs(),
  commits: await commitFigures(),
  fsyncs: fsyncFigures(),
}
const text = reportOf(figures)
writeFileSync(join(import.meta.dirname, 'RESULTS-ledger.md'), text)
process.stdout.write(text)
process.exitCode = budgetsOf(figures).every(isKept) ? 0 : 1
