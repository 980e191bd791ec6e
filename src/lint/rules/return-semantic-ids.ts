import { renderingsOf } from '../renderings.ts'
import type { ToolRule } from '../rule.ts'

/** Ids that machines give. A phone number with its plus sign is none. */
const OPAQUE =
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{12,}\b|(?<!\+)\b\d{12,}\b|\b(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])\w{16,}\b|\b[0-9A-HJKMNP-TV-Z]{26}\b/

export const returnSemanticIds: ToolRule = {
  id: 'return-semantic-ids',
  on: 'tool',
  level: 'error',
  title: 'An answer names things by short codes and names, never by the ids of a machine.',
  why: 'Models copy long ids wrongly, and nobody can say or hear them. R-1842 can be read out, repeated and passed on to the next tool.',
  bad: {
    tool: { detailed: 'Dune is copy 550e8400-e29b-41d4-a716-446655440000, on shelf twelve.' },
  },
  good: { tool: { detailed: 'Dune is copy B-204, on shelf twelve.' } },
  check(tool, all) {
    return renderingsOf(tool, all, 'concise', 'detailed').flatMap(({ text, called }) => {
      const id = OPAQUE.exec(text)?.[0]
      return id === undefined ? [] : [`${called} names ${id}. Give it a short code or a name.`]
    })
  },
}
