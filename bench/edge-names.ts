/** What the servers that are compared are called in the report. */
export const FLOOR = 'bare node:http echo'
export const STDIO_FLOOR = 'bare readline echo'
export const RECIPE = 'the SDK as documented'
export const BEST = 'the SDK at its best'
export const FASTMCP = 'fastmcp'
export const HOUSE = 'Toolcrib'
