/** How many tokens a value costs as JSON, by the encoding of the current OpenAI models. Others count alike. */
export type CountTokens = (value: unknown) => number

/** The encoding is 2 MB of table, so only the commands that count load it. */
export async function tokenCounter(): Promise<CountTokens> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base')
  // A description may mention a special token; that must not end the count.
  const asPlainText = { disallowedSpecial: new Set<string>() }
  return (value) => countTokens(JSON.stringify(value), asPlainText)
}
