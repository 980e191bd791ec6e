import { expectTypeOf, test } from 'vitest'

import type { Call, HasPrepared, HasPrincipal, HasTool } from '../../src/kernel/call.ts'
import type { Catalog } from '../../src/kernel/catalog.ts'
import type { Clock } from '../../src/kernel/host.ts'
import { pipeline, type Pipeline } from '../../src/kernel/pipeline.ts'
import { deadline } from '../../src/policy/deadline.ts'
import { execute } from '../../src/policy/execute.ts'
import type { identify } from '../../src/policy/identify.ts'
import { inOrder } from '../../src/policy/in-order.ts'
import { requireGrant } from '../../src/policy/require-grant.ts'
import { resolve } from '../../src/policy/resolve.ts'
import type { RunningCalls } from '../../src/policy/running-calls.ts'
import { validate } from '../../src/policy/validate.ts'

declare const catalog: Catalog
declare const clock: Clock
declare const running: RunningCalls
declare const identified: ReturnType<typeof identify>

// The bodies are only type-checked; nothing here runs.
const start = () => pipeline<Call>()

test('each derive adds its facts and nothing else', () => {
  const built = () =>
    start()
      .derive(identified)
      .derive(resolve(catalog))
      .wrap(deadline(clock))
      .wrap(inOrder())
      .guard(requireGrant(catalog))
      .derive(validate)
  expectTypeOf<ReturnType<typeof built>>().toExtend<
    Pipeline<Call, Call & HasPrincipal & HasTool & HasPrepared>
  >()
})

test('a step cannot stand before the facts it needs', () => {
  // @ts-expect-error -- resolving needs a principal
  void (() => start().derive(resolve(catalog)))
  // @ts-expect-error -- validation needs a tool
  void (() => start().derive(identified).derive(validate))
  // @ts-expect-error -- a deadline needs a tool and a profile
  void (() => start().wrap(deadline(clock)))
  // @ts-expect-error -- grants belong to a tool
  void (() => start().derive(identified).guard(requireGrant(catalog)))
  const resolved = () => start().derive(identified).derive(resolve(catalog))
  // @ts-expect-error -- nothing runs before its arguments are checked
  void (() => resolved().run(execute(running, () => undefined)))
})

test('a guard has to say that it allows', () => {
  // @ts-expect-error -- falling through is not passing
  void (() => start().guard(() => {}))
  // @ts-expect-error -- nor is a truthy value
  void (() => start().guard(() => true))
})

test('a derive has to learn something or refuse', () => {
  // @ts-expect-error -- nothing is no fact
  void (() => start().derive(() => undefined))
})
