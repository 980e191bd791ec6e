/** A name or a note on one line: callers' text ends up in a model's prompt, so line breaks and controls go. */
export function tidy(text: string): string {
  return text.replaceAll(/[\s\p{C}]+/gu, ' ').trim()
}
