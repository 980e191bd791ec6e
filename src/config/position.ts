import { isMap, isNode, isScalar, isSeq, type Document, type Pair } from 'yaml'

import type { Finding, Path } from './finding.ts'

/** Offsets into the text: where an entry's key stands, and where its value does. */
interface Place {
  readonly key: number
  readonly value: number
}

/**
 * The offset a finding points at. What is not there at all is looked for in its parent, which is pointed at by its
 * key: the line a person has to add to stands below it.
 */
export function offsetOf(document: Document, { path, at }: Finding): number {
  let node: unknown = document.contents
  let place: Place = { key: 0, value: 0 }
  for (const step of path) {
    const next = enter(node, step)
    if (!next) return place.key
    node = next.node
    place = next.place
  }
  return place[at]
}

function enter(node: unknown, step: Path[number]): { node: unknown; place: Place } | undefined {
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step]
    const start = startOf(item)
    return start === undefined ? undefined : { node: item, place: { key: start, value: start } }
  }
  const pair = isMap(node) ? node.items.find((each) => keyOf(each) === String(step)) : undefined
  if (!pair) return undefined
  const key = startOf(pair.key) ?? 0
  // An empty value has no place of its own that a person could see.
  const empty = isScalar(pair.value) && pair.value.value === null
  return {
    node: pair.value,
    place: { key, value: empty ? key : (startOf(pair.value) ?? key) },
  }
}

function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key)
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
