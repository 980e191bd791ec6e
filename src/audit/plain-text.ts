/** What a terminal, or the direction of writing, takes for an order: control signs, marks of direction, surrogates. */
const ORDERS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu

/**
 * Text from a client, safe to print: what would move the cursor, colour the screen or turn the writing around is shown
 * by its number, so that a conversation's name cannot rewrite the report it stands in.
 */
export function plainText(text: string): string {
  return text.replaceAll(ORDERS, (sign) => `\\u{${sign.codePointAt(0)?.toString(16) ?? ''}}`)
}

/** JSON, safe to print in the same way, and still the same JSON to whoever parses it. */
export function plainJson(data: unknown, indent?: number): string {
  return JSON.stringify(data, undefined, indent).replaceAll(ORDERS, (sign) =>
    sign === '\n' ? sign : sign.split('').map(escaped).join(''),
  )
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
