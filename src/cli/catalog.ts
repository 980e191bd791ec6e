import { catalogueOf, type Catalogue } from '../diff/catalogue.ts'
import { catalogueText, readTextFile, writeCatalogueFile } from './catalogue-file.ts'
import { CONFIG_OPTION, textOf, type Command, type Values } from './command.ts'
import { counted } from './counted.ts'
import { configFile, declaredModules, readConfig } from './deployment.ts'
import { runHint } from './program.ts'
import { note, type Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Writes down what the deployment offers, so that it can be compared later. */
export const catalog: Command = {
  name: 'catalog',
  summary: 'write down all modules and tools, for "diff" to compare later',
  usage: ['catalog [--out FILE]', 'catalog --out FILE --check'],
  details: [
    'JSON with all that a model or a client can notice: of each module its version, of each tool its',
    'tier, scopes, grants, description and schemas. Equal installations give equal bytes. It knows',
    'no clients, so it can be kept where the code is. Nothing is opened or started. With --check',
    'nothing is written, and the exit code is 1 when FILE says something else.',
  ],
  options: {
    config: CONFIG_OPTION,
    out: { value: 'FILE', about: 'write it there (default: print it)' },
    check: { about: 'only say whether FILE is up to date' },
  },
  examples: ['catalog', 'catalog --out released.json'],
  takesWords: false,
  async run({ values, terminal }) {
    const file = textOf(values, 'out')
    if (values['check'] && file === undefined)
      throw new UsageError('--check compares with a file; say which, with --out.')
    const catalogue = catalogueOf(declaredModules(await readConfig(values)))
    const text = catalogueText(catalogue)
    if (file === undefined) {
      terminal.out.write(text)
      return 0
    }
    if (values['check']) return sayCurrent({ file, text, values }, terminal)
    writeCatalogueFile(file, text)
    note(terminal, `Wrote ${sizeOf(catalogue)} to ${file}.`)
    return 0
  },
}

function sayCurrent(
  { file, text, values }: { file: string; text: string; values: Values },
  terminal: Terminal,
): number {
  if (readTextFile(file) === text) return 0
  const hint = (words: string) => runHint(words, configFile(values))
  note(
    terminal,
    `${file} is out of date.\nTo see what changed: ${hint(`diff ${file}`)}\nTo renew it: ${hint(`catalog --out ${file}`)}`,
  )
  return 1
}

function sizeOf({ modules }: Catalogue): string {
  const tools = modules.flatMap((module) => module.tools)
  return `${counted(tools.length, 'tool')} of ${counted(modules.length, 'module')}`
}
