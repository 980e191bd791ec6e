import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestModule } from 'toolcrib/testing'

import module from '../../modules/parking/module.ts'

const config = {
  currency: 'USD',
  carParks: [
    { name: 'Far Lot', takes: ['car', 'van'], walkMinutes: 9, centsPerHour: 300 },
    { name: 'Near Garage', takes: ['car'], walkMinutes: 1, centsPerHour: 450 },
  ],
}

async function find(args: unknown) {
  const parking = await openTestModule(module, { config })
  try {
    return await parking.callTool('parking_find', args)
  } finally {
    await parking.close()
  }
}

test('the nearest car park is said with its walk and its price', async () => {
  const { text, code } = await find({ vehicle: 'car' })
  assert.equal(code, 'success')
  assert.match(text, /^Near Garage is 1 minute away on foot and costs .* an hour\.$/)
})

test('a nearer one that does not take the vehicle is passed over', async () => {
  assert.match((await find({ vehicle: 'van' })).text, /^Far Lot /)
})

test('a vehicle that fits nowhere is refused with what to do next', async () => {
  const { text, code } = await find({ vehicle: 'motorcycle' })
  assert.equal(code, 'not_found')
  assert.match(text, /Offer to ask a colleague/)
})

test('a vehicle that nobody knows is refused with what may be said', async () => {
  const { text, code } = await find({ vehicle: 'boat' })
  assert.equal(code, 'invalid_input')
  assert.match(text, /motorcycle/)
})
