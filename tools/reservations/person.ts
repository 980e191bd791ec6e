/** A name or a note on one line: callers' text ends up in a model's prompt, so line breaks and controls go. */
export function tidy(text: string): string {
  return text.replaceAll(/[\s\p{C}]+/gu, ' ').trim()
}

/** Whether `surname` is how `name` ends, whatever the case, the accents and the punctuation. */
export function hasSurname(name: string, surname: string): boolean {
  const claimed = plainWords(surname)
  return (
    claimed.length > 0 && plainWords(name).slice(-claimed.length).join(' ') === claimed.join(' ')
  )
}

function plainWords(text: string): readonly string[] {
  return text
    .normalize('NFD')
    .replaceAll(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
}
