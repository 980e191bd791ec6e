import { parametersOf } from '../parameter.ts'
import type { ToolRule } from '../rule.ts'
import { wordsOfName } from '../words.ts'

/** Words that alone, or next to each other, name a secret. */
const SECRETS: readonly string[] = [
  'password',
  'pwd',
  'passwd',
  'passphrase',
  'passcode',
  'secret',
  'token',
  'bearer',
  'jwt',
  'credential',
  'credentials',
  'apikey',
  'api key',
  'access key',
  'private key',
  'signing key',
  'authorization',
  'auth header',
  'cookie',
  'pin code',
  'cvv',
  'cvc',
  'card number',
  'credit card',
  'creditcard',
  'ssn',
  'social security number',
]

/** The same, said of a parameter with a harmless name. */
const SAID =
  /\b(passwords?|passphrase|pass ?codes?|(api|access|private|secret|signing) keys?|(bearer|access|auth|api|session|refresh) tokens?|credentials|(credit|debit|bank) ?card numbers?|cvv|cvc|social security number)\b/i

/** A place in a list is called a token too, and is none. */
const PAGING = /\b(page|next|continuation|sync|cursor) token\b/

export const paramSecret: ToolRule = {
  id: 'param-secret',
  on: 'tool',
  level: 'error',
  title: 'No parameter takes a secret.',
  why: 'What a model passes on stands in its prompt, in transcripts and in logs, and can be talked out of it. Secrets belong into the configuration of the module.',
  bad: {
    tool: {
      parameters: {
        api_key: { type: 'string', maxLength: 80, description: 'Key of the catalogue service.' },
      },
    },
  },
  good: {
    tool: {
      parameters: {
        card_holder: {
          type: 'string',
          maxLength: 80,
          description: 'Name on the library card, for example Ada Moreno.',
        },
      },
    },
  },
  check(tool) {
    return parametersOf(tool)
      .filter(({ name, description, isItem }) => !isItem && isSecret(name, description))
      .map(
        ({ path }) =>
          `"${path}" takes a secret. Let the module's configuration or its setup supply it.`,
      )
  },
}

function isSecret(name: string, description: string): boolean {
  const words = ` ${wordsOfName(name).join(' ')} `
  // A pin at the front is one on a map.
  if (PAGING.test(words)) return false
  if (SAID.test(description) && !/\b(no|not|never|without)\b/i.test(description)) return true
  return words.endsWith(' pin ') || SECRETS.some((secret) => words.includes(` ${secret} `))
}
