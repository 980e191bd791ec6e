import type { Speech } from '../kernel/host.ts'
import { english } from './en.ts'

/** Who speaks which tag. Another language is one more file and one more row. */
const SPEAKERS: ReadonlyMap<string, (locale: string) => Speech> = new Map([
  ['en', english],
  ['en-US', english],
])

/** The language tags that `createSpeech` takes. */
export const SPEECH_LOCALES: readonly string[] = [...SPEAKERS.keys()]

/** Words for one language. The machine's own locale and time zone never matter. Throws on an unsupported tag. */
export function createSpeech(locale: string): Speech {
  const speaker = SPEAKERS.get(locale)
  if (!speaker)
    throw new Error(
      `No speech for the locale "${locale}". Supported are: ${SPEECH_LOCALES.join(', ')}.`,
    )
  return Object.freeze(speaker(locale))
}
