import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { approvalsHouse, type ApprovalsHouse, type OperatorName } from './approvals-house.ts'
import { approvalsReport, isKept, type ApprovalsFigures, type Pair } from './approvals-report.ts'
import { median } from './measure.ts'

/** `npm run bench:approvals`: writes its figures to RESULTS-approvals.md, and fails when a budget is missed. */
const FEW = 10
const MANY = 1_000
const ROUNDS = 150
const EVENTS = 40
const WATCHERS: readonly OperatorName[] = Array.from({ length: 20 }, (_, at) =>
  at % 2 === 0 ? 'all' : 'too',
)

const few = await approvalsHouse(FEW)
const many = await approvalsHouse(MANY)
const figures: ApprovalsFigures = {
  pairs: [
    await pairOf('list, 10 of them', 1.5, listing('all', 10)),
    // Ten times as many are read, and ten times as many shown.
    await pairOf('list, 10 of them, by one who may see a tenth', 3, listing('one', 10)),
    await pairOf('show', 1.5, showing),
    await pairOf('decide', 1.5, deciding),
  ],
  fullPageMs: await medianMs(() => timed(() => many.get('all', '/v1/tickets?limit=200'))),
  delaysMs: await delays(many),
}
await Promise.all([few.close(), many.close()])
const text = approvalsReport(figures)
writeFileSync(join(import.meta.dirname, 'RESULTS-approvals.md'), text)
process.stdout.write(text)
process.exitCode = isKept(figures) ? 0 : 1

/** Milliseconds of one such request, once what it needs is there. */
type Timed = (house: ApprovalsHouse) => Promise<number>

/** Turn and turn about, so that a noisy moment of the machine hits both. */
async function pairOf(what: string, most: number, once: Timed): Promise<Pair> {
  const rounds: { readonly few: number; readonly many: number }[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const isFirst = round % 2 === 0
    const one = await once(isFirst ? few : many)
    const other = await once(isFirst ? many : few)
    // The first round only warms up.
    if (round > 0) rounds.push(isFirst ? { few: one, many: other } : { few: other, many: one })
  }
  return {
    what,
    most,
    fewMs: median(rounds.map(({ few }) => few)),
    manyMs: median(rounds.map(({ many }) => many)),
    ratio: median(rounds.map(({ few, many }) => many / few)),
  }
}

function listing(operator: OperatorName, limit: number): Timed {
  return (house) => timed(() => house.get(operator, `/v1/tickets?limit=${limit}`))
}

async function showing(house: ApprovalsHouse): Promise<number> {
  return timed(() => house.get('all', '/v1/tickets/A-105'))
}

/** On one that was asked for just now, so that as many wait as before. */
async function deciding(house: ApprovalsHouse): Promise<number> {
  const number = await house.ask()
  const seen = house.seen(number)
  return timed(() => house.approve(number, seen))
}

async function medianMs(once: () => Promise<number>): Promise<number> {
  const all: number[] = []
  for (let round = 0; round < ROUNDS; round++) all.push(await once())
  return median(all)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** From what another process has put on record to what each of the watchers has read of it, sorted. */
async function delays(house: ApprovalsHouse): Promise<readonly number[]> {
  const heard: { readonly number: string; readonly atMs: number }[] = []
  let arrived = (): void => {}
  for (const operator of WATCHERS)
    await house.watch(operator, (number) => {
      heard.push({ number, atMs: performance.now() })
      arrived()
    })
  const all: number[] = []
  for (let event = 0; event < EVENTS; event++) {
    // At another moment between two looks each time.
    await new Promise((resolve) => setTimeout(resolve, (event * 37) % 250))
    const number = await house.ask()
    const atMs = performance.now()
    const those = () => heard.filter((each) => each.number === number)
    while (those().length < WATCHERS.length)
      await new Promise<void>((resolve) => {
        arrived = resolve
      })
    all.push(...those().map((each) => each.atMs - atMs))
  }
  return all.toSorted((a, b) => a - b)
}
