import manifest from '../package.json' with { type: 'json' }

/** The package's version, as clients and logs see it. */
export const VERSION: string = manifest.version
