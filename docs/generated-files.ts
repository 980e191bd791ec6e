import { openApi } from '../src/admin/openapi.ts'
import { ROUTES } from '../src/admin/routes.ts'
import { configJsonSchema } from '../src/config/json-schema.ts'
import { catalogueOf } from '../src/diff/catalogue.ts'
import { PROFILE_NAMES } from '../src/kernel/profile.ts'
import { describe } from '../src/mcp/describe.ts'
import { VERSION } from '../src/version.ts'
import { MODULES } from '../tools/index.ts'
import { apiPage } from './api-page.ts'
import { lintPage } from './lint-page.ts'
import { publicApi } from './public-api.ts'
import { toolsPage } from './tools-page.ts'

/**
 * Path → text of every file that is made from code: the config's JSON Schema for editors, the operators'
 * API, the public API, the page of
 * tools, each tool as each profile's clients see it, and the catalogue that `toolcrib diff` compares releases by.
 */
export function generatedFiles(): ReadonlyMap<string, string> {
  const tools = MODULES.flatMap((module) => module.tools)
  return new Map([
    ['config/schema.json', json(configJsonSchema(MODULES))],
    ['docs/admin-api.json', json(openApi(ROUTES, VERSION))],
    ['docs/api.md', apiPage(publicApi())],
    ['docs/lint.md', lintPage()],
    ['docs/tools.md', toolsPage(MODULES)],
    ['test/catalog/catalog.json', json(catalogueOf(MODULES))],
    ...PROFILE_NAMES.flatMap((profile) =>
      tools.map(
        (tool) =>
          [`test/catalog/${profile}/${tool.name}.json`, json(describe(tool, profile))] as const,
      ),
    ),
  ])
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
