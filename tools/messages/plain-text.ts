/** All that is not seen: controls, and signs that turn the order of letters around or hide between them. */
const UNSEEN = /[^\P{C}\n\u200C\u200D]/gu

/** Text for a mail: lines and words as they are, without what a reader would not see. */
export function plainText(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(UNSEEN, '')
    .trim()
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll(/\s+/g, ' ')
}
