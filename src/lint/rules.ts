import type { Rule } from './rule.ts'
import { describeDefaultInProse } from './rules/describe-default-in-prose.ts'
import { describeEnumInProse } from './rules/describe-enum-in-prose.ts'
import { describeFormatInProse } from './rules/describe-format-in-prose.ts'
import { describeNeighbourMissing } from './rules/describe-neighbour-missing.ts'
import { describePartMissing } from './rules/describe-part-missing.ts'
import { describeRangeInProse } from './rules/describe-range-in-prose.ts'
import { describeSystemPrompt } from './rules/describe-system-prompt.ts'
import { describeTooLong } from './rules/describe-too-long.ts'
import { describeTooShort } from './rules/describe-too-short.ts'
import { describeVague } from './rules/describe-vague.ts'
import { exampleValid } from './rules/example-valid.ts'
import { hiddenCharacters } from './rules/hidden-characters.ts'
import { nameLength } from './rules/name-length.ts'
import { nameNamespace } from './rules/name-namespace.ts'
import { nameNearCollision } from './rules/name-near-collision.ts'
import { nameVagueVerb } from './rules/name-vague-verb.ts'
import { nameVerbFirst } from './rules/name-verb-first.ts'
import { overlap } from './rules/overlap.ts'
import { paramBounded } from './rules/param-bounded.ts'
import { paramDescribed } from './rules/param-described.ts'
import { paramFreeFormObject } from './rules/param-free-form-object.ts'
import { paramOptionalCount } from './rules/param-optional-count.ts'
import { paramSecret } from './rules/param-secret.ts'
import { paramUnit } from './rules/param-unit.ts'
import { returnConciseBudget } from './rules/return-concise-budget.ts'
import { returnConciseSpeakable } from './rules/return-concise-speakable.ts'
import { returnDetailedBudget } from './rules/return-detailed-budget.ts'
import { returnSemanticIds } from './rules/return-semantic-ids.ts'
import { returnShown } from './rules/return-shown.ts'
import { returnStartsAsJson } from './rules/return-starts-as-json.ts'
import { setSize } from './rules/set-size.ts'
import { setSizeLimit } from './rules/set-size-limit.ts'
import { setTokenBudget } from './rules/set-token-budget.ts'

/** Every rule, in the order in which findings and the docs show them. */
export const RULES: readonly Rule[] = Object.freeze([
  nameVerbFirst,
  nameVagueVerb,
  nameNamespace,
  nameLength,
  nameNearCollision,
  describePartMissing,
  describeTooShort,
  describeTooLong,
  describeVague,
  describeNeighbourMissing,
  describeEnumInProse,
  describeRangeInProse,
  describeFormatInProse,
  describeDefaultInProse,
  describeSystemPrompt,
  hiddenCharacters,
  overlap,
  exampleValid,
  paramDescribed,
  paramUnit,
  paramBounded,
  paramOptionalCount,
  paramFreeFormObject,
  paramSecret,
  returnShown,
  returnStartsAsJson,
  returnConciseSpeakable,
  returnConciseBudget,
  returnDetailedBudget,
  returnSemanticIds,
  setSize,
  setSizeLimit,
  setTokenBudget,
])
