import { join } from 'node:path'

import { catalogueText } from '../src/cli/catalogue-file.ts'
import { declaredModules, readConfig } from '../src/cli/deployment.ts'
import { catalogueOf } from '../src/diff/catalogue.ts'

const PROJECT = 'config/templates/project'

/** Path and text of the catalogue in a project that `toolcrib init` makes, so that its tests pass as it is made. */
export async function starterCatalogue(): Promise<readonly [path: string, text: string]> {
  const config = join(import.meta.dirname, '..', PROJECT, 'config/toolcrib.yaml')
  const modules = declaredModules(await readConfig({ config }))
  return [`${PROJECT}/test/catalog.json`, catalogueText(catalogueOf(modules))]
}
