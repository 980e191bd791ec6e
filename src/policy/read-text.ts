/** What a text means as a value of the type, or the text itself when it means none. */
export function readText(text: string, type: string): unknown {
  const word = text.trim().toLowerCase()
  switch (type) {
    case 'integer':
    case 'number':
      return numberIn(word) ?? text
    case 'boolean':
      return word === 'true' ? true : word === 'false' ? false : text
    case 'null':
      return word === 'null' ? null : text
    default:
      return text
  }
}

function numberIn(word: string): number | undefined {
  if (!/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/.test(word)) return undefined
  const number = Number(word)
  return Number.isFinite(number) ? number : undefined
}

/** The value that a JSON text holds, if it is of the wanted kind; else the value as it came. */
export function parseIf(wanted: (value: unknown) => boolean, value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    const parsed: unknown = JSON.parse(value)
    return wanted(parsed) ? parsed : value
  } catch {
    return value
  }
}
