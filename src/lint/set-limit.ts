/** Up to here a model chooses well. */
export const GOOD_SET_SIZE = 10

/** Past this it often does not choose at all. */
export const LARGEST_SET = 20

/** Names for an example of so many tools. */
export function toolNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `library_tool_${at + 1}`)
}
