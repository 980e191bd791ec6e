import * as z from 'zod'

import { GOOD, moduleOf, tool } from '../bad-module.ts'

const only = (what: string) =>
  z.string().max(40).optional().describe(`Only books with this ${what}, for example Smith.`)

/** Five questions that nobody asked. */
const input = GOOD.input.extend({
  author: only('writer'),
  editor: only('person who edited it'),
  publisher: only('house that published it'),
  illustrator: only('artist'),
  translator: only('person who translated it'),
})

export default moduleOf('library', tool({ ...GOOD, input }))
