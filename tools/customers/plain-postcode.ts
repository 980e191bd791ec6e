/** A postcode without case, spaces and signs: "sw1a 1aa" gives "SW1A1AA". */
export function plainPostcode(text: string): string {
  return text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}
