/** What every field of a form may say of itself. */
interface Labelled {
  /** What a person reads beside it. Default: the field's name. */
  readonly title?: string
  readonly description?: string
  /** Whether it may be left empty. */
  readonly optional?: boolean
}

export interface TextField extends Labelled {
  readonly type: 'text'
  readonly default?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly format?: 'email' | 'uri' | 'date' | 'date-time'
}

export interface NumberField extends Labelled {
  readonly type: 'number'
  /** Whether only whole numbers are meant. */
  readonly whole?: boolean
  readonly min?: number
  readonly max?: number
  readonly default?: number
}

export interface SwitchField extends Labelled {
  readonly type: 'switch'
  readonly default?: boolean
}

/** A value, or a value with the words that a person reads for it. */
export type Option = string | { readonly value: string; readonly title: string }

export interface ChoiceField extends Labelled {
  readonly type: 'choice'
  readonly options: readonly [Option, ...Option[]]
  readonly default?: string
  /** `enumNames` is how clients from before revision 2025-11-25 read titles. */
  readonly titlesAs?: 'oneOf' | 'enumNames'
}

export interface ChoicesField extends Labelled {
  readonly type: 'choices'
  readonly options: readonly [Option, ...Option[]]
  readonly fewest?: number
  readonly most?: number
  readonly default?: readonly string[]
}

export type FormField = TextField | NumberField | SwitchField | ChoiceField | ChoicesField

/** What a person is asked for: flat, each field under its name. Never a secret: those names are refused. */
export type Form = Readonly<Record<string, FormField>>

type ValueOf<F extends FormField> = F extends TextField | ChoiceField
  ? string
  : F extends NumberField
    ? number
    : F extends SwitchField
      ? boolean
      : readonly string[]

/** What a person filled in: checked, and nothing but the form's own fields. */
export type FormValues<F extends Form> = {
  readonly [N in keyof F]: F[N] extends { readonly optional: true }
    ? ValueOf<F[N]> | undefined
    : ValueOf<F[N]>
}

/**
 * What came of a question. `declined`: the person does not want to say. `cancelled`: the dialog was closed without an
 * answer. `unavailable`: the client cannot ask its person.
 */
export type Asked<F extends Form> =
  | { readonly kind: 'answered'; readonly values: FormValues<F> }
  | { readonly kind: 'declined' | 'cancelled' | 'unavailable' }

/**
 * Asks the person behind the client. `question` is one sentence, `form` what they fill in, `name` what tells this
 * question of a handler from its others (default: its place among them). Throws when the form asks for a secret, or
 * the tool is above the tier `read`.
 */
export type AskPerson = <const F extends Form>(
  question: string,
  form: F,
  name?: string,
) => Promise<Asked<F>>

/** A question on its way to a person. */
export interface FormQuestion {
  readonly name: string
  readonly message: string
  readonly form: Form
}
