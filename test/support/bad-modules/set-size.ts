import { roomModules } from '../rooms.ts'

/** More tools than a model tells apart well, although each of them is good. */
export default roomModules(11)
