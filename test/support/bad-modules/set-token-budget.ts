import * as z from 'zod'

import { roomModules } from '../rooms.ts'

const shelves = Array.from({ length: 150 }, (_, at) => `shelf_${at + 1}`)

/** Few tools, each of which lists a hundred and fifty shelves in its schema and once more in prose. */
export default roomModules(8, {
  shelf: z
    .enum(shelves)
    .optional()
    .describe(`Only this shelf: ${shelves.join(', ')}.`),
})
