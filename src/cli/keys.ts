import { clientNamed, sayClients } from './choose-client.ts'
import { CONFIG_OPTION, JSON_OPTION, type Command } from './command.ts'
import { keepKeys } from './held-keys.ts'

/** Makes, lists, replaces and revokes the clients' keys. */
export const keys: Command = {
  name: 'keys',
  summary: "make, list and revoke the clients' keys",
  usage: ['keys add CLIENT', 'keys list [--json]', 'keys rotate CLIENT', 'keys revoke ID'],
  details: [
    'A key is printed once, alone on stdout, and kept only as a hash. A client may have several, so',
    'that one can be replaced without a gap; rotate makes a new one and ends all others at once. A',
    'running server takes a new key, and refuses a revoked one, from the next call on.',
  ],
  options: { config: CONFIG_OPTION, json: JSON_OPTION },
  examples: ['keys add voice', 'keys list', 'keys revoke 4v8k2m1q'],
  takesWords: true,
  run: (invocation) =>
    keepKeys(
      {
        command: 'keys',
        kind: 'tck',
        holder: 'client',
        storeOf: (stores) => stores.keys,
        nameIn: (config, word) => clientNamed(word, config).name,
        sayNames: sayClients,
        sayAdded: (name) => `This key lets in whoever has it as "${name}".`,
      },
      invocation,
    ),
}
