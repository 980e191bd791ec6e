import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** Sends the model to a tool that was renamed last year. */
const avoidWhen = 'the reader wants a copy put aside; use library_keep_copy'

export default moduleOf('library', tool({ ...GOOD, avoidWhen }))
