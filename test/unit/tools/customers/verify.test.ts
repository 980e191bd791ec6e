import { describe, expect, test } from 'vitest'

import { rig, MINUTE, type Rig } from './rig.ts'

const ADA = { phone: '415 555 0132', postcode: '94110' }
const BEN = { surname: 'Okafor', birth_date: '23 November 1990' }
const WRONG = { phone: '415 555 0132', postcode: '94999' }

/** A wrong claim that shares no fact with any other. */
function guess(number: number): object {
  return { surname: 'Moreno', postcode: `9${String(number).padStart(4, '0')}` }
}

async function subjects(house: Rig, conversation: string): Promise<readonly string[]> {
  const grants = await house.conversation(conversation).grants('customer')
  return grants.map(({ subject }) => subject)
}

async function codes(answers: readonly Promise<{ code: string }>[]): Promise<readonly string[]> {
  return (await Promise.all(answers)).map(({ code }) => code)
}

describe('a caller who proves who they are', () => {
  test('is known to the conversation by id, name, phone and e-mail', async () => {
    const house = await rig()
    const conversation = house.conversation('a')
    const answer = await house.call('verify', ADA, conversation)
    expect(answer.code).toBe('ok')
    expect(answer.text).toBe('Ada Moreno is verified. Go on with what the caller asked for.')
    expect(answer.value).toEqual({ id: 'C-101', name: 'Ada Moreno' })
    expect(await conversation.grants('customer')).toEqual([
      {
        kind: 'customer',
        subject: 'C-101',
        facts: {
          name: 'Ada Moreno',
          plainName: 'ada moreno',
          phone: '+14155550132',
          email: 'ada.moreno@example.com',
        },
      },
    ])
  })

  test('is known by their name in plain form, and by no e-mail when they have none', async () => {
    const house = await rig()
    house.importCustomer({
      id: 'C-900',
      name: 'Zoë  O’Brien',
      phone: '+14155550110',
      email: '',
      postcode: '94199',
      birthDate: '1970-01-01',
    })
    const conversation = house.conversation('a')
    await house.call('verify', { surname: 'obrien', postcode: '94199' }, conversation)
    const [grant] = await conversation.grants('customer')
    expect(grant?.facts).toEqual({
      name: 'Zoë  O’Brien',
      plainName: 'zoe obrien',
      phone: '+14155550110',
    })
  })

  test('stays verified for the configured time and in that conversation only', async () => {
    const house = await rig({ country: 'US', demoData: true, grantMinutes: 5 })
    await house.call('verify', ADA, house.conversation('a'))
    expect(await subjects(house, 'b')).toEqual([])
    house.clock.turn(5 * MINUTE - 1)
    expect(await subjects(house, 'a')).toEqual(['C-101'])
    house.clock.turn(1)
    expect(await subjects(house, 'a')).toEqual([])
  })

  test('stays verified for half an hour unless configured', async () => {
    const house = await rig()
    await house.call('verify', ADA, house.conversation('a'))
    house.clock.turn(30 * MINUTE - 1)
    expect(await subjects(house, 'a')).toEqual(['C-101'])
    house.clock.turn(1)
    expect(await subjects(house, 'a')).toEqual([])
  })

  test('is verified only when nothing is left that could fail: an error means that they are not', async () => {
    const forgive = () => Promise.reject(new Error('SQLITE_BUSY'))
    const house = await rig({ country: 'US', demoData: true }, { forgive })
    await expect(house.call('verify', ADA, house.conversation('a'))).rejects.toThrow('SQLITE_BUSY')
    expect(await subjects(house, 'a')).toEqual([])
  })

  test('takes the place of the customer verified before', async () => {
    const house = await rig()
    await house.call('verify', ADA, house.conversation('a'))
    await house.call('verify', BEN, house.conversation('a'))
    expect(await subjects(house, 'a')).toEqual(['C-102'])
  })

  test('leaves one customer verified even when two proofs arrive at once', async () => {
    const house = await rig()
    const [first, second] = [house.conversation('a'), house.conversation('a')]
    await Promise.all([house.call('verify', ADA, first), house.call('verify', BEN, second)])
    expect(await subjects(house, 'a')).toEqual(['C-102'])
  })

  test('who shares phone and postcode with another needs one more fact', async () => {
    const house = await rig()
    const shared = { phone: '415 555 0178', postcode: '94114' }
    const conversation = house.conversation('a')
    expect((await house.call('verify', shared, conversation)).code).toBe('not_found')
    const exact = { ...shared, birth_date: '1984-01-30' }
    expect((await house.call('verify', exact, conversation)).value).toMatchObject({ id: 'C-105' })
  })
})

describe('a statement that cannot be checked', () => {
  test('is answered with what to ask for, and costs no try', async () => {
    const house = await rig()
    const conversation = house.conversation('a')
    const asks: readonly (readonly [object, string])[] = [
      [{}, 'postcode or their date of birth'],
      [{ phone: '415 555 0132', surname: 'Moreno' }, 'postcode or their date of birth'],
      [{ postcode: '94110' }, 'phone number or their last name'],
      [{ phone: '0132', postcode: '94110' }, 'with the area code'],
      [{ surname: 'Moreno', birth_date: '04/05/1985' }, 'the month by its name'],
    ]
    for (const [statement, words] of asks) {
      const { code, text } = await house.call('verify', statement, conversation)
      expect([code, text]).toEqual(['invalid_input', expect.stringContaining(words)])
    }
    expect(house.recorded).toEqual([])
    expect((await house.call('verify', ADA, conversation)).code).toBe('ok')
  })

  test('and a connection without a conversation is sent to a colleague', async () => {
    const house = await rig()
    const answer = await house.call('verify', ADA)
    expect(answer.code).toBe('no_conversation')
    expect(answer.text).toContain('Hand over to a colleague')
    expect(house.recorded).toEqual([])
  })
})

describe('guessing', () => {
  test('a wrong fact, an unknown customer and several customers get the very same answer', async () => {
    const house = await rig()
    const answers = await Promise.all([
      house.call('verify', WRONG, house.conversation('a')),
      house.call('verify', { surname: 'Nobody', postcode: '10000' }, house.conversation('b')),
      house.call('verify', { surname: 'Weiss', postcode: '94114' }, house.conversation('c')),
    ])
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]?.code).toBe('not_found')
  })

  test('ends after three tries, even with the right facts, and starts again half an hour later', async () => {
    const house = await rig()
    const conversation = house.conversation('a')
    for (const number of [1, 2, 3])
      expect((await house.call('verify', guess(number), conversation)).code).toBe('not_found')
    const locked = await house.call('verify', ADA, conversation)
    expect(locked.code).toBe('too_many_tries')
    expect(locked.text).toContain('Hand over to a colleague')
    expect(await subjects(house, 'a')).toEqual([])
    house.clock.turn(30 * MINUTE - 1)
    expect((await house.call('verify', ADA, conversation)).code).toBe('too_many_tries')
    house.clock.turn(1)
    expect((await house.call('verify', ADA, conversation)).code).toBe('ok')
  })

  test('on against the lock does not make it last longer', async () => {
    const house = await rig()
    const conversation = house.conversation('a')
    for (const number of [1, 2, 3]) await house.call('verify', guess(number), conversation)
    house.clock.turn(20 * MINUTE)
    for (const number of [4, 5, 6]) await house.call('verify', guess(number), conversation)
    house.clock.turn(10 * MINUTE)
    expect((await house.call('verify', ADA, conversation)).code).toBe('ok')
  })

  test('in one conversation does not lock another', async () => {
    const house = await rig()
    for (const number of [1, 2, 3, 4])
      await house.call('verify', guess(number), house.conversation('a'))
    expect((await house.call('verify', ADA, house.conversation('b'))).code).toBe('ok')
  })

  test('is not given new tries by a right one', async () => {
    const house = await rig()
    const conversation = house.conversation('a')
    const tries = [guess(1), ADA, guess(2), guess(3), BEN]
    const seen: string[] = []
    for (const statement of tries)
      seen.push((await house.call('verify', statement, conversation)).code)
    expect(seen).toEqual(['not_found', 'ok', 'not_found', 'too_many_tries', 'too_many_tries'])
    expect(await subjects(house, 'a')).toEqual(['C-101'])
  })

  test('ten times at once still gets three tries', async () => {
    const house = await rig()
    const tries = Array.from({ length: 10 }, (_, number) =>
      house.call('verify', guess(number), house.conversation('a')),
    )
    const seen = await codes(tries)
    expect(seen.filter((code) => code === 'not_found')).toHaveLength(3)
    expect(seen.filter((code) => code === 'too_many_tries')).toHaveLength(7)
  })

  test('ten times at once in several processes gets three tries at most', async () => {
    const house = await rig()
    const processes = [house, ...(await Promise.all([1, 2, 3, 4].map(() => house.mountAgain())))]
    const tries = [...processes, ...processes].map(({ call }, number) =>
      call('verify', guess(number), house.conversation('a')),
    )
    const seen = await codes(tries)
    expect(seen.filter((code) => code === 'not_found').length).toBeLessThanOrEqual(3)
  })

  test.for([
    ['phone', (n: number) => ({ phone: '415 555 0132', postcode: `8${1000 + n}` })],
    ['postcode', (n: number) => ({ postcode: '94 110', phone: `415 555 01${10 + n}` })],
    ['birth date', (n: number) => ({ birth_date: '1985-05-04', postcode: `8${1000 + n}` })],
  ] as const)(
    'of one %s from ever new conversations ends after ten misses in an hour',
    async ([, claim]) => {
      const house = await rig()
      for (let number = 0; number < 10; number++) {
        const answer = await house.call('verify', claim(number), house.conversation(`x${number}`))
        expect(answer.code).toBe('not_found')
      }
      const right = { ...ADA, birth_date: '4 May 1985' }
      expect((await house.call('verify', right, house.conversation('y'))).code).toBe(
        'too_many_tries',
      )
      expect((await house.call('verify', BEN, house.conversation('z'))).code).toBe('ok')
      house.clock.turn(60 * MINUTE)
      expect((await house.call('verify', right, house.conversation('y'))).code).toBe('ok')
    },
  )

  test('of one phone number from thirty conversations at once gets ten tries', async () => {
    const house = await rig()
    const tries = Array.from({ length: 30 }, (_, number) => {
      const claim = { phone: '415 555 0132', postcode: `8${1000 + number}` }
      return house.call('verify', claim, house.conversation(`x${number}`))
    })
    expect((await codes(tries)).filter((code) => code === 'not_found')).toHaveLength(10)
  })

  test('is not suspected of customers who prove who they are', async () => {
    const house = await rig()
    for (let number = 0; number < 12; number++)
      expect((await house.call('verify', ADA, house.conversation(`x${number}`))).code).toBe('ok')
  })

  test('a failed lookup does not hold up the callers after it', async () => {
    const house = await rig()
    const broken = {
      ...house.conversation('a'),
      giveAlone: () => Promise.reject(new Error('disk')),
    }
    await expect(house.call('verify', ADA, broken)).rejects.toThrow('disk')
    expect((await house.call('verify', ADA, house.conversation('b'))).code).toBe('ok')
  })
})
