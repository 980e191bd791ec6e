/** Problems as one text: each on its line, and how many there are. */
export function sayProblems(list: readonly string[]): string {
  const count = list.length === 1 ? '1 problem' : `${list.length} problems`
  return `${list.join('\n')}\n\n${count} to fix first.`
}
