import { expect, test } from 'vitest'

import { DEMO_CUSTOMERS } from '../../../../tools/customers/demo-customers.ts'
import { booked, rig } from './rig.ts'

const TOOL = 'admin_export_customer'

const ADA = {
  id: 'C-101',
  name: 'Ada Moreno',
  phone: '+14155550132',
  email: 'ada.moreno@example.com',
  postcode: '94110',
  birth_date: '1985-05-04',
}

test('an export holds the record and every reservation, whatever became of it and in whatever name', async () => {
  const house = await rig()
  const first = await booked(house, { notes: 'Nut allergy' })
  const second = await booked(house, { date: '2026-03-14', name: 'A. Moreno' })
  await booked(house, { name: 'Ben Okafor', phone: '415 555 0147' })
  await house.call('reservations_cancel', { code: second })
  const { reply, text } = await house.call(TOOL, { customer: 'C-101' })
  const visit = { time: '19:30', party_size: 4, phone: ADA.phone }
  const all = {
    customer: ADA,
    reservations: [
      {
        ...visit,
        code: first,
        date: '2026-03-13',
        name: 'Ada Moreno',
        status: 'booked',
        notes: 'Nut allergy',
      },
      {
        ...visit,
        code: second,
        date: '2026-03-14',
        name: 'A. Moreno',
        status: 'cancelled',
        notes: '',
      },
    ],
  }
  expect(text).toBe(
    'The export of Ada Moreno has 2 reservations. A client that takes documents has it beside this answer.',
  )
  expect(reply?.value).toEqual(all)
  const [attachment, ...more] = reply?.attachments() ?? []
  expect(more).toEqual([])
  expect(attachment).toMatchObject({
    kind: 'resource',
    uri: 'export:C-101',
    mimeType: 'application/json',
  })
  expect(JSON.parse(Object(attachment).text)).toEqual(all)
})

test('the words hold nothing of it but the name, in either rendering', async () => {
  const house = await rig()
  await booked(house)
  const { reply } = await house.call(TOOL, { customer: 'C-101' })
  for (const format of ['concise', 'detailed'] as const)
    for (const fact of ['0132', '94110', '1985', 'ada.moreno', 'March'])
      expect(reply?.text(format)).not.toContain(fact)
})

test('what is kept in the ledger and in a ticket is the id and the name', async () => {
  const house = await rig()
  await booked(house)
  const planned = {
    resolved: { customer: 'C-101', name: 'Ada Moreno' },
    readBack: expect.stringMatching(/^export everything that is kept about Ada Moreno, customer C/),
  }
  // The same customer is the same request, however they are named.
  for (const customer of ['C-101', ' c-101 ', '415 555 0132', '+14155550132'])
    expect(await house.plan(TOOL, { customer })).toEqual(planned)
})

test('what another customer with the same number has booked is not in it', async () => {
  const house = await rig()
  const phone = '415 555 0178'
  const own = await booked(house, { name: 'Daniel Weiss', phone })
  await booked(house, { name: 'Daniela Weiss', phone, date: '2026-03-14' })
  const { reply } = await house.call(TOOL, { customer: 'C-104' })
  expect(reply?.value).toMatchObject({ reservations: [{ code: own }] })
  expect(JSON.stringify(reply?.value)).not.toContain('Daniela')
})

test.each([
  ['of several customers', '415 555 0178', 'ambiguous', /^2 customers have that phone number/],
  ['of nobody', '415 555 0199', 'not_found', /^No customer has that/],
  ['that is none', 'C-999', 'invalid_input', /neither the id of a customer nor/],
  ['that is empty', '  ', 'invalid_input', /neither the id of a customer nor/],
])('an id or number %s is refused, planned or called', async (_, customer, code, words) => {
  const house = await rig()
  expect(await house.plan(TOOL, { customer })).toMatchObject({
    code,
    message: expect.stringMatching(words),
  })
  const { outcome, text } = await house.call(TOOL, { customer })
  expect([outcome, text]).toEqual([code, expect.stringMatching(words)])
})

test('no refusal tells anything of a customer', async () => {
  const house = await rig()
  for (const { phone } of DEMO_CUSTOMERS) {
    const made = await house.plan(TOOL, { customer: `${phone.slice(0, -1)}0` })
    for (const { name, email, postcode } of DEMO_CUSTOMERS)
      for (const fact of [name, email, postcode]) expect(Object(made).message).not.toContain(fact)
  }
})
