/**
 * Text from a client, safe to print: what would move the cursor, colour the screen or turn the writing around is shown
 * by its number, so that a conversation's name cannot rewrite the report it stands in.
 */
export function plainText(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu,
    (sign) => `\\u{${sign.codePointAt(0)?.toString(16) ?? ''}}`,
  )
}
