import { expect, test } from 'vitest'

import { DEMO_CUSTOMERS } from '../../../../tools/customers/demo-customers.ts'
import customers from '../../../../tools/customers/module.ts'
import { rig } from './rig.ts'

test('the tools declare what guards them', () => {
  expect(customers.tools.map(({ name, facts }) => [name, facts.tier, facts.scopes])).toEqual([
    ['customers_verify', 'write', ['customers:verify']],
    ['customers_search', 'read', ['customers:search']],
  ])
  expect(customers.tools.map(({ facts }) => facts.gives)).toEqual([['customer'], []])
})

test('every field is one bounded, described scalar that any model can fill', () => {
  for (const { inputSchema } of customers.tools) {
    for (const field of Object.values(Object(inputSchema['properties']))) {
      expect(field).toMatchObject({ type: 'string', description: expect.any(String) })
      const { enum: values, maxLength, ...rest } = Object(field)
      expect(values ?? maxLength).toBeDefined()
      expect(
        Object.keys(rest).filter((key) => !/^(type|description|minLength)$/.test(key)),
      ).toEqual([])
    }
  }
})

test('no description holds what would verify a demo customer', () => {
  const shown = JSON.stringify(customers.tools)
  for (const { phone, postcode, birthDate } of DEMO_CUSTOMERS)
    for (const fact of [phone.slice(-4), postcode, birthDate]) expect(shown).not.toContain(fact)
})

test('a configuration with a mistake is refused', async () => {
  for (const wrong of [
    {},
    { country: 'XX' },
    { country: 'US', grantMinutes: 0 },
    { country: 'US', demo: true },
  ])
    await expect(rig(wrong)).rejects.toThrow(/country|grantMinutes|demo/)
})

test('without demo data there is nobody, also after a start with it', async () => {
  const ada = { query: 'Ada', kind: 'name' }
  const house = await rig()
  expect((await house.call('search', ada)).code).toBe('ok')
  const later = await house.mountAgain({ country: 'US' })
  expect((await later.call('search', ada)).code).toBe('not_found')
})

test('customers outlive a restart', async () => {
  const house = await rig({ country: 'US' })
  house.importCustomer({
    id: 'C-900',
    name: 'Zoë Quist',
    phone: '+14155550110',
    email: 'zoe@example.com',
    postcode: '94 199',
    birthDate: '1970-01-01',
  })
  await house.close()
  const later = await house.mountAgain()
  const answer = await later.call(
    'verify',
    { surname: 'quist', postcode: '94199' },
    house.conversation('a'),
  )
  expect(answer.code).toBe('ok')
})

test('health turns when the database is gone', async () => {
  const house = await rig()
  expect(await house.health()).toEqual({ ok: true })
  await house.close()
  expect(await house.health()).toEqual({ ok: false, why: 'The customer database does not answer.' })
})

test('every sentence can be spoken as it is', async () => {
  const house = await rig()
  const talk = house.conversation('a')
  const answers = [
    await house.call('verify', {}),
    await house.call('verify', {}, talk),
    await house.call('verify', { postcode: '94110' }, talk),
    await house.call('verify', { phone: '1', postcode: '94110' }, talk),
    await house.call('verify', { birth_date: 'x', postcode: '94110' }, talk),
    await house.call('verify', { phone: '415 555 0132', postcode: '94110' }, talk),
    await house.call('verify', { surname: 'No', postcode: '1' }, talk),
    await house.call('verify', { surname: 'No', postcode: '2' }, talk),
    await house.call('verify', { surname: 'No', postcode: '3' }, talk),
    await house.call('search', { query: 'Ada', kind: 'name' }),
    await house.call('search', { query: 'Weiss', kind: 'name' }),
    await house.call('search', { query: 'Smith', kind: 'name' }),
    await house.call('search', { query: '1', kind: 'phone' }),
  ]
  for (const { text } of answers) {
    expect(text).toMatch(/^[A-Z0-9][^[\]{}()*_#`<>|]+\.$/)
    expect(text).not.toMatch(/https?:|\d{4}-\d{2}-\d{2}|\n|\+\d/)
    expect(text.match(/[.?!](?= |$)/g)?.length).toBeLessThanOrEqual(2)
    expect(text.length).toBeLessThanOrEqual(180)
  }
})
