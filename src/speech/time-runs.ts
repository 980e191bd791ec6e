/** Times in minutes after midnight: loose ones, or evenly spaced ones worth saying as a range. */
export type TimeRun =
  | { readonly kind: 'loose'; readonly minutes: readonly number[] }
  | { readonly kind: 'even'; readonly first: number; readonly last: number; readonly step: number }

/** Four times are heard and kept in mind; a fifth pushes out the first. */
const LONGEST_LIST = 4

/** Cuts times, in any order, into ranges and the loose times between them, earliest first. */
export function timeRuns(minutes: readonly number[]): readonly TimeRun[] {
  const sorted = [...new Set(minutes)].toSorted((a, b) => a - b)
  const runs: TimeRun[] = []
  let loose: number[] = []
  const endLoose = (): void => {
    if (loose.length > 0) runs.push({ kind: 'loose', minutes: loose })
    loose = []
  }
  for (let at = 0; at < sorted.length;) {
    const even = evenStart(sorted.slice(at))
    const [first = 0] = even
    const [step, last] = [(even.at(1) ?? first) - first, even.at(-1) ?? first]
    if (even.length > LONGEST_LIST) {
      endLoose()
      runs.push({ kind: 'even', first, last, step })
      at += even.length
    } else {
      loose.push(first)
      at += 1
    }
  }
  endLoose()
  return runs
}

/** The longest evenly spaced run that these times start with. */
function evenStart(sorted: readonly number[]): readonly number[] {
  const [first = 0, second = first] = sorted
  const end = sorted.findIndex((minute, index) => minute !== first + index * (second - first))
  return end === -1 ? sorted : sorted.slice(0, end)
}
