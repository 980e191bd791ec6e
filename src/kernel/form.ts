/** What every field of a form may say of itself. */
export interface FieldWords {
  /** What a person reads beside it. Default: the field's name. */
  readonly title?: string
  /** One sentence below it. */
  readonly description?: string
  /** Whether it may be left empty. Default: it may not. */
  readonly optional?: boolean
}

/** A line of text. */
export interface TextField extends FieldWords {
  /** Always `text`. */
  readonly type: 'text'
  /** What stands in it at first. */
  readonly default?: string
  /** The fewest characters. */
  readonly minLength?: number
  /** The most characters; 10,000 when left out. */
  readonly maxLength?: number
  /** What kind of text it has to be. */
  readonly format?: 'email' | 'uri' | 'date' | 'date-time'
}

/** A number. */
export interface NumberField extends FieldWords {
  /** Always `number`. */
  readonly type: 'number'
  /** Whether only whole numbers are meant. */
  readonly whole?: boolean
  /** The least that it may be. */
  readonly min?: number
  /** The most that it may be. */
  readonly max?: number
  /** What stands in it at first. */
  readonly default?: number
}

/** Yes or no. */
export interface SwitchField extends FieldWords {
  /** Always `switch`. */
  readonly type: 'switch'
  /** How it stands at first. */
  readonly default?: boolean
}

/** A value to choose, or a value with the words that a person reads for it. */
export type FormOption = string | { readonly value: string; readonly title: string }

/** One of several values. */
export interface ChoiceField extends FieldWords {
  /** Always `choice`. */
  readonly type: 'choice'
  /** What there is to choose from. */
  readonly options: readonly [FormOption, ...FormOption[]]
  /** The value that is chosen at first. */
  readonly default?: string
  /** How titles are written. `enumNames` is how clients from before revision 2025-11-25 read them. Default `oneOf`. */
  readonly titlesAs?: 'oneOf' | 'enumNames'
}

/** Any of several values. */
export interface ChoicesField extends FieldWords {
  /** Always `choices`. */
  readonly type: 'choices'
  /** What there is to choose from. */
  readonly options: readonly [FormOption, ...FormOption[]]
  /** The fewest that have to be chosen. */
  readonly fewest?: number
  /** The most that may be. */
  readonly most?: number
  /** The values that are chosen at first. */
  readonly default?: readonly string[]
}

/** One field of a form. */
export type FormField = TextField | NumberField | SwitchField | ChoiceField | ChoicesField

/** What a person is asked for: flat, each field under its name. Never a secret: those names are refused. */
export type Form = Readonly<Record<string, FormField>>

/** What a field holds once a person has filled it in. */
export type FieldValue<F extends FormField> = F extends TextField | ChoiceField
  ? string
  : F extends NumberField
    ? number
    : F extends SwitchField
      ? boolean
      : readonly string[]

/** What a person filled in: checked, and nothing but the form's own fields. */
export type FormValues<F extends Form> = {
  readonly [N in keyof F]: F[N] extends { readonly optional: true }
    ? FieldValue<F[N]> | undefined
    : FieldValue<F[N]>
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
