import { catalogueOf, type Catalogue } from '../diff/catalogue.ts'
import { catalogueText, writeCatalogueFile } from './catalogue-file.ts'
import { CONFIG_OPTION, textOf, type Command } from './command.ts'
import { counted } from './counted.ts'
import { declaredModules, readConfig } from './deployment.ts'
import { note } from './terminal.ts'

/** Writes down what the deployment offers, so that it can be compared later. */
export const catalog: Command = {
  name: 'catalog',
  summary: 'write down all modules and tools, for "diff" to compare later',
  usage: ['catalog [--out FILE]'],
  details: [
    'JSON with all that a model or a client can notice: of each module its version, of each tool its',
    'tier, scopes, grants, description and schemas. Equal installations give equal bytes. It knows',
    'no clients, so it can be kept where the code is. Nothing is opened or started.',
  ],
  options: {
    config: CONFIG_OPTION,
    out: { value: 'FILE', about: 'write it there (default: print it)' },
  },
  examples: ['catalog', 'catalog --out released.json'],
  takesWords: false,
  async run({ values, terminal }) {
    const catalogue = catalogueOf(declaredModules(await readConfig(values)))
    const file = textOf(values, 'out')
    const text = catalogueText(catalogue)
    if (file === undefined) {
      terminal.out.write(text)
      return 0
    }
    writeCatalogueFile(file, text)
    note(terminal, `Wrote ${sizeOf(catalogue)} to ${file}.`)
    return 0
  },
}

function sizeOf({ modules }: Catalogue): string {
  const tools = modules.flatMap((module) => module.tools)
  return `${counted(tools.length, 'tool')} of ${counted(modules.length, 'module')}`
}
