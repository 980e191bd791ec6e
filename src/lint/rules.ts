import type { Rule } from './rule.ts'
import { ANSWER_RULES } from './rules/answers.ts'
import { DESCRIPTION_RULES } from './rules/descriptions.ts'
import { FORM_RULES } from './rules/formats-and-units.ts'
import { INPUT_RULES } from './rules/inputs.ts'
import { NAME_RULES } from './rules/names.ts'
import { NEIGHBOUR_RULES } from './rules/neighbours.ts'
import { ORDER_RULES } from './rules/hidden-orders.ts'
import { paramSecret } from './rules/param-secret.ts'
import { PARAMETER_RULES } from './rules/parameters.ts'
import { PROSE_RULES } from './rules/values-in-prose.ts'
import { SIZE_RULES } from './rules/sizes.ts'
import { TIER_RULES } from './rules/tiers.ts'

/** Every rule, in the order in which findings and the docs show them. */
export const RULES: readonly Rule[] = Object.freeze([
  ...NAME_RULES,
  ...TIER_RULES,
  ...DESCRIPTION_RULES,
  ...NEIGHBOUR_RULES,
  ...PROSE_RULES,
  ...ORDER_RULES,
  ...INPUT_RULES,
  ...PARAMETER_RULES,
  ...FORM_RULES,
  paramSecret,
  ...ANSWER_RULES,
  ...SIZE_RULES,
])
