import { isRecord, type Fields } from '../kernel/json.ts'
import { UsageError } from './usage-error.ts'

/** A tool's arguments from `field=value` words and a JSON object; a word wins over the same field of the object. */
export function callArguments(words: readonly string[], json: string | undefined): Fields {
  return { ...fieldsIn(json), ...Object.fromEntries(words.map(fieldOf)) }
}

function fieldsIn(json: string | undefined): Fields {
  if (json === undefined) return {}
  const fields = parsed(json)
  if (isRecord(fields)) return fields
  throw new UsageError(`--args must be a JSON object such as '{"party_size": 4}', not ${json}.`)
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** Values stay text: the pipeline reads "4" as a number where the tool wants one, as it does for models. */
function fieldOf(word: string): readonly [string, string] {
  const at = word.indexOf('=')
  if (at < 1) throw new UsageError(`An argument is written field=value, and "${word}" is not.`)
  return [word.slice(0, at), word.slice(at + 1)]
}
