import { isRecord } from '../kernel/json.ts'
import { catalogueSchema, type Catalogue } from './catalogue.ts'

export type ReadCatalogue =
  | { readonly ok: true; readonly catalogue: Catalogue }
  /** `why` completes "FILE ". */
  | { readonly ok: false; readonly why: string }

const REMEDY = 'make one with: toolcrib catalog --out FILE'

/** Reads a catalogue back from the text of its file. */
export function readCatalogue(text: string): ReadCatalogue {
  const raw = parsed(text)
  if (!isRecord(raw)) return refused(`is not JSON with a catalogue in it; ${REMEDY}`)
  if (raw['format'] === undefined) return refused(`is not a catalogue of Toolcrib; ${REMEDY}`)
  if (raw['format'] !== 1)
    return refused(
      `has the format ${JSON.stringify(raw['format'])}, and this version of Toolcrib reads format 1 only`,
    )
  const { success, data, error } = catalogueSchema.safeParse(raw)
  if (success) return { ok: true, catalogue: data }
  const [issue] = error.issues
  const place = issue?.path.join('.')
  return refused(`is a damaged catalogue: ${place ? `${place}: ` : ''}${issue?.message}; ${REMEDY}`)
}

function refused(why: string): ReadCatalogue {
  return { ok: false, why: `${why}.` }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
