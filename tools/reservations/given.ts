/** Models send an empty string for a field they have nothing for. */
export function given(text: string | undefined): string | undefined {
  return text?.trim() || undefined
}
