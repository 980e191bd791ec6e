import type { Speech } from '../../src/index.ts'
import { plainLine } from './plain-text.ts'

/** What is said of a message. */
interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** About twelve seconds of speech. */
const MOST_SAID = 200

/** What has no space for longer than this is cut, and counts as several words. */
const LONGEST_WORD = /\S{1,40}/gu

/** Recipient, subject and text as one phrase: what a listener has to hear before they agree. */
export function letterPhrase(letter: Letter, say: Speech): string {
  const { to, subject, text } = letter
  return `to ${to}, with the subject "${unquoted(subject)}", saying: "${beginning(text, say)}`
}

/** The beginning in whole words, and how much is left unsaid, so that nobody takes the part for the whole. */
function beginning(text: string, say: Speech): string {
  const words = unquoted(text).replace(/\.$/, '').match(LONGEST_WORD) ?? []
  let said = ''
  for (const [at, word] of words.entries()) {
    const longer = at === 0 ? word : `${said} ${word}`
    if (longer.length > MOST_SAID)
      return `${said}", and ${say.count(words.length - at, 'more word')}`
    said = longer
  }
  return `${said}"`
}

/** A quotation that closed itself would make the listener hear the rest as the server's own words. */
function unquoted(text: string): string {
  return plainLine(text).replaceAll(/["“”„«»]/g, "'")
}
