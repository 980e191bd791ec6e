import { isDeepStrictEqual } from 'node:util'

import type { CataloguedTool } from './catalogue.ts'

/** A tool before and after. One of the two is missing when the tool was added or removed. */
export interface ToolPair {
  readonly old: CataloguedTool | undefined
  readonly now: CataloguedTool | undefined
}

type IsSame = (old: CataloguedTool, now: CataloguedTool) => boolean

/**
 * Tools belong together by their names. Of the rest, those do that are alike in all but the name, or in what a model
 * reads: that only a name has changed is easier to act on than one tool gone and another one new.
 */
export function pairTools(
  old: readonly CataloguedTool[],
  now: readonly CataloguedTool[],
): readonly ToolPair[] {
  const gone = new Set(old)
  const added = new Set(now)
  const pairs: ToolPair[] = []
  for (const isSame of [sameName, sameButName, sameToRead])
    for (const one of gone) {
      const other = [...added].find((each) => isSame(one, each))
      if (!other) continue
      gone.delete(one)
      added.delete(other)
      pairs.push({ old: one, now: other })
    }
  return [
    ...pairs,
    ...[...gone].map((one) => ({ old: one, now: undefined })),
    ...[...added].map((one) => ({ old: undefined, now: one })),
  ]
}

const sameName: IsSame = (old, now) => old.name === now.name

const sameButName: IsSame = (old, now) => isDeepStrictEqual({ ...old, name: now.name }, { ...now })

const sameToRead: IsSame = (old, now) =>
  old.description === now.description && isDeepStrictEqual(old.input, now.input)
