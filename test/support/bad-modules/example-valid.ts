import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** A raw JSON Schema, so that the compiler cannot see that the example does not fit. */
const input = {
  type: 'object',
  properties: {
    title: { type: 'string', maxLength: 100, description: 'Title of the book, for example Dune.' },
  },
  required: ['title'],
  additionalProperties: false,
}

export default moduleOf(
  'library',
  tool({ ...GOOD, input, examples: [{ title: 'Dune' }, { name: 'Dune' }] }),
)
