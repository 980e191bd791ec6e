import type { ChoiceField, ChoicesField, Form, FormField, FormOption } from './form.ts'
import type { JsonSchema } from './input.ts'

/** A form as the protocol writes it: a flat object of plain types, with defaults, and choices with or without titles. */
export function formSchema(form: Form): JsonSchema {
  const fields = Object.entries(form)
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, field]) => [name, fieldSchema(field)])),
    required: fields.filter(([, field]) => field.optional !== true).map(([name]) => name),
  }
}

/** In a form the protocol lets no password be asked for, because everything between here and the person reads it. */
const SECRETS =
  /pass(word|phrase|code|wd)?$|secret|token|api_?key|private_?key|credential|(^|_)(pin|otp|cvv2?|cvc2?|ssn|iban|tan)($|_)|card_?(number|no)/

/** Why a form must not be put to anybody; `undefined` when it may. */
export function formFault(form: Form): string | undefined {
  const names = Object.keys(form)
  if (names.length === 0) return 'a form needs a field'
  const secret = names.find((name) => isSecret(name) || isSecret(form[name]?.title ?? ''))
  return secret === undefined
    ? undefined
    : `"${secret}" looks like a secret, and a form must never ask for one`
}

function isSecret(name: string): boolean {
  const snake = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/[\s-]+/g, '_')
  return SECRETS.test(snake.toLowerCase())
}

function fieldSchema(field: FormField): JsonSchema {
  const { title, description, default: byDefault } = field
  return {
    ...kindSchema(field),
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(byDefault !== undefined && { default: byDefault }),
  }
}

function kindSchema(field: FormField): JsonSchema {
  switch (field.type) {
    case 'text': {
      const { minLength, maxLength, format } = field
      return { type: 'string', ...given({ minLength, maxLength, format }) }
    }
    case 'number': {
      const { whole, min, max } = field
      const type = whole === true ? 'integer' : 'number'
      return { type, ...given({ minimum: min, maximum: max }) }
    }
    case 'switch':
      return { type: 'boolean' }
    case 'choice':
      return { type: 'string', ...choiceSchema(field) }
    default:
      return choicesSchema(field)
  }
}

function choiceSchema({ options, titlesAs }: ChoiceField): JsonSchema {
  if (!hasTitles(options)) return { enum: options.map(valueOf) }
  if (titlesAs !== 'enumNames') return { oneOf: options.map(titled) }
  return { enum: options.map(valueOf), enumNames: options.map((option) => titled(option).title) }
}

function choicesSchema({ options, fewest, most }: ChoicesField): JsonSchema {
  const items = hasTitles(options)
    ? { anyOf: options.map(titled) }
    : { type: 'string', enum: options.map(valueOf) }
  return { type: 'array', items, ...given({ minItems: fewest, maxItems: most }) }
}

function hasTitles(options: readonly FormOption[]): boolean {
  return options.some((option) => typeof option !== 'string')
}

export function valueOf(option: FormOption): string {
  return typeof option === 'string' ? option : option.value
}

function titled(option: FormOption) {
  return typeof option === 'string'
    ? { const: option, title: option }
    : { const: option.value, title: option.title }
}

function given(keywords: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(keywords).filter(([, value]) => value !== undefined))
}
