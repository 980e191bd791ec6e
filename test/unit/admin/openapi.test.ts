import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'

import { isRecord, type Fields } from '../../../src/kernel/json.ts'
import { VERSION } from '../../../src/version.ts'
import { DOCUMENT, serveBankAdmin, type Answered } from '../../support/serve-admin.ts'

it('the document is one of OpenAPI 3.1, by a validator that is not ours', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(structuredClone(DOCUMENT))
  expect(errors).toBeUndefined()
  expect(valid).toBe(true)
  expect(validator.version).toBe('3.1')
})

it('the document that is served is the one in the docs, but for the version', async () => {
  const served = await serveBankAdmin()
  const answer = await fetch(`${served.admin.url}/openapi.json`)
  const file = join(import.meta.dirname, '../../../docs/admin-api.json')
  const written: unknown = JSON.parse(readFileSync(file, 'utf8'))
  expect(await answer.json()).toEqual(DOCUMENT)
  expect(written).toEqual({ ...DOCUMENT, info: { ...at(DOCUMENT, 'info'), version: VERSION } })
})

it('answers and refusals have the shapes that the document shows', async () => {
  const served = await serveBankAdmin()
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema(structuredClone(DOCUMENT), 'doc')
  const problems = (path: string, method: string, { status, body }: Answered): unknown => {
    const place = [path, method, 'responses', String(status), 'content', 'application/json']
    const pointer = ['paths', ...place, 'schema'].map(escaped).join('/')
    const check = ajv.getSchema(`doc#/${pointer}`)
    if (!check) return `${method} ${path} has no ${status}`
    return check(body) ? undefined : check.errors
  }
  await served.ask('voice', 'bank_buy', { item: 'a mug' })
  await served.call('voice', 'bank_buy', { item: 'another' }, { handle: 'room' })
  await served.ask('desk', 'bank_send', { to: 'anna', amount: 5 })
  const seen = await served.seen('dora', 'A-101')
  const approve = { verdict: 'approve', seen }
  const deny = { ...approve, verdict: 'deny' }
  const decision = '/v1/tickets/{number}/decision'
  const answers = [
    ['/v1/operator', 'get', await served.get('dora', '/v1/operator')],
    ['/v1/tickets', 'get', await served.get('dora', '/v1/tickets?limit=1')],
    ['/v1/tickets', 'get', await served.get('dora', '/v1/tickets?limit=0')],
    ['/v1/tickets/{number}', 'get', await served.get('dora', '/v1/tickets/A-102')],
    ['/v1/tickets/{number}', 'get', await served.get('dora', '/v1/tickets/A-999')],
    [decision, 'post', await served.decide('ada', 'A-101', approve)],
    [decision, 'post', await served.decide('dora', 'A-101', deny)],
    [decision, 'post', await served.decide('dora', 'A-102', approve)],
    [decision, 'post', await served.decide('dora', 'A-101', { no: 'form' })],
    [decision, 'post', await served.decide('dora', 'A-101', approve)],
    ['/v1/tickets/{number}', 'get', await served.get('dora', '/v1/tickets/A-101')],
    ['/openapi.json', 'get', await served.get('dora', '/openapi.json')],
  ] as const
  for (const [path, method, answer] of answers)
    expect(problems(path, method, answer), `${method} ${path} ${answer.status}`).toBeUndefined()
  expect(answers.map(([, , { status }]) => status)).toEqual([
    200, 200, 400, 200, 404, 403, 422, 409, 400, 200, 200, 200,
  ])
  served.revoke('eve')
  expect(problems('/v1/events', 'get', await served.get('eve', '/v1/events'))).toBeUndefined()

  const stream = await served.stream('dora', { 'last-event-id': '0' })
  await vi.waitFor(() => expect(stream.events).toHaveLength(4))
  const event = ajv.getSchema('doc#/components/schemas/TicketEvent')
  for (const { data } of stream.events) expect(event?.(data), JSON.stringify(data)).toBe(true)
})

it('a request has the shape that the document shows, or is refused', async () => {
  const served = await serveBankAdmin()
  const ajv = new Ajv2020({ strict: false })
  ajv.addSchema(structuredClone(DOCUMENT), 'doc')
  const content = ['requestBody', 'content', 'application/json', 'schema']
  const place = ['paths', '/v1/tickets/{number}/decision', 'post', ...content]
  const check = ajv.getSchema(`doc#/${place.map(escaped).join('/')}`)
  for (const ruling of [
    { verdict: 'approve', seen: 'x' },
    { verdict: 'deny', seen: 'x', reason: null },
    { verdict: 'deny', seen: 'x'.repeat(65), reason: 'no' },
    { verdict: 'deny', seen: 'x', reason: 5 },
    { verdict: 'maybe', seen: 'x' },
    { verdict: 'approve' },
    { verdict: 'approve', seen: 'x', more: 1 },
  ]) {
    const { status } = await served.decide('dora', 'A-999', ruling)
    expect(status, JSON.stringify(ruling)).toBe(check?.(ruling) ? 404 : 400)
  }
})

function at(fields: Fields, name: string): Fields {
  const value = fields[name]
  return isRecord(value) ? value : {}
}

/** As a part of a JSON pointer in a URI. */
function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
}
