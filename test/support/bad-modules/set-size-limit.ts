import { roomModules } from '../rooms.ts'

/** A tool for every room there is. */
export default roomModules(21)
