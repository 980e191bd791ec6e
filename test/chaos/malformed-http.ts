import { attacked, usualPromises, usualWords } from './attack.ts'
import { NASTY_BODIES } from './corpus-bodies.ts'
import { NASTY_REQUESTS } from './corpus-requests.ts'
import { brokenOf, counted, type Finding } from './finding.ts'
import { wrongWith } from './known-call.ts'
import { laneTo, type Lane } from './lane.ts'
import { malformedRequests, type Malformed } from './malformed-request.ts'
import { tallyOutcomes, type Tally } from './tally.ts'
import { bytesOf, KNOWN_CALL, KNOWN_CALL_OF_TODAY } from './well-formed.ts'

export interface MalformedHttp {
  readonly requests: number
  /** Makes the same requests again. */
  readonly seed: number
}

const LANES = 8
/** Requests that are sent at once, one behind the other. */
const IN_PIPE = 16
/** A good call of each era is made after every so many pipes of a lane. */
const KNOWN_EVERY = 8
const ERAS = [KNOWN_CALL, KNOWN_CALL_OF_TODAY]

/** Sends the corpus and requests that are made from good ones, and looks for what should never come back. */
export async function malformedHttp({ requests, seed }: MalformedHttp): Promise<Finding> {
  const { result, seen } = await attacked({}, async ({ port }) => {
    const tally = tallyOutcomes()
    const wrong: string[] = []
    const smuggled = await sendCorpus(port, tally)
    const made = malformedRequests(seed, requests)
    const lanes = Array.from({ length: LANES }, () => send(laneTo(port), made, tally, wrong))
    await Promise.all(lanes)
    return { tally, wrong, smuggled }
  })
  const { tally, wrong, smuggled } = result
  return {
    attack: 'Malformed over HTTP: a corpus, and fast-check; both eras',
    amount: `${counted(tally.requests())} requests, of which ${CORPUS} by hand; seed ${seed}`,
    promised: '0 crashes, 0 hangs, 0 HTTP 5xx; nothing smuggled; good calls in between answered',
    measured: [
      tally.words(),
      `${tally.silent().length} hangs, ${tally.faults().length} HTTP 5xx`,
      usualWords(seen),
    ].join('; '),
    broken: brokenOf({
      ...usualPromises(seen),
      [`no request hangs (${tally.silent()[0]})`]: tally.silent().length === 0,
      [`no whole request is cut off without a word (${tally.wordless()[0]})`]:
        tally.wordless().length === 0,
      [`no HTTP 5xx (${tally.faults()[0]})`]: tally.faults().length === 0,
      [`good calls in between are answered (${wrong[0]})`]: wrong.length === 0,
      [`what two readers could read differently is not served (${smuggled.join()})`]:
        smuggled.length === 0,
    }),
  }
}

const CORPUS = NASTY_REQUESTS.length + NASTY_BODIES.length * ERAS.length

/** The names of those that were served although they must not be. */
async function sendCorpus(port: number, tally: Tally): Promise<readonly string[]> {
  const lane = laneTo(port)
  const served: string[] = []
  for (const { name, bytes, isRefused } of NASTY_REQUESTS) {
    const outcome = await lane.alone(bytes)
    tally.add(outcome, bytes, false)
    const isServed =
      outcome.kind === 'answered' && outcome.answers.some(({ status }) => status < 300)
    if (isRefused && isServed) served.push(name)
  }
  const bodies = ERAS.flatMap(({ headers }) =>
    NASTY_BODIES.map(({ body }) => bytesOf(headers, body)),
  )
  for (const bytes of bodies)
    for (const outcome of await lane.pipeline([bytes])) tally.add(outcome, bytes, true)
  lane.end()
  return served
}

/** One lane's share of what is made. */
async function send(
  lane: Lane,
  made: Iterator<Malformed>,
  tally: Tally,
  wrong: string[],
): Promise<void> {
  for (let pipes = 0; ; pipes += 1) {
    const pipe = taken(made)
    if (pipe.length === 0) break
    const together = pipe.filter(({ isAlone }) => !isAlone).map(({ bytes }) => bytes)
    const outcomes = await lane.pipeline(together)
    for (const [at, bytes] of together.entries()) {
      const outcome = outcomes[at]
      if (outcome) tally.add(outcome, bytes, true)
    }
    for (const { bytes } of pipe.filter(({ isAlone }) => isAlone))
      tally.add(await lane.alone(bytes), bytes, false)
    const known = pipes % KNOWN_EVERY === 0 ? ERAS : []
    for (const call of known) wrong.push(...[(await wrongWith(lane, call)) ?? []].flat())
  }
  lane.end()
}

function taken(made: Iterator<Malformed>): readonly Malformed[] {
  const pipe: Malformed[] = []
  while (pipe.length < IN_PIPE) {
    const { value, done } = made.next()
    if (done === true) break
    pipe.push(value)
  }
  return pipe
}
